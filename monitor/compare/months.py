"""How months and weekdays are called, in the forms that they have inside a date.

The languages of Europe's states, and the widest read beside them. A name alone is no date: `dates` asks for a
day or a year beside it. Short forms that are everyday words elsewhere ("set", "out") are left out.
"""

_MONTHS = """
english january february march april may june july august september october november december
 jan feb mar apr jun jul aug sept sep oct nov dec
german januar jänner jaenner februar feber märz maerz april mai juni juli august september oktober november
 dezember mär okt dez
french janvier février fevrier mars avril mai juin juillet août aout septembre octobre novembre décembre
 decembre janv févr fév avr juil déc
spanish enero febrero marzo abril mayo junio julio agosto septiembre setiembre octubre noviembre diciembre
 ene abr ago dic
italian gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre
 genn febbr magg giu lug ott sett
portuguese janeiro fevereiro março marco abril maio junho julho agosto setembro outubro novembro dezembro
 fev mai dez
catalan gener febrer març abril maig juny juliol agost setembre octubre novembre desembre
dutch januari februari maart april mei juni juli augustus september oktober november december mrt
swedish januari februari mars april maj juni juli augusti september oktober november december
danish januar februar marts april maj juni juli august september oktober november december
norwegian januar februar mars april mai juni juli august september oktober november desember
icelandic janúar febrúar mars apríl maí júní júlí ágúst september október nóvember desember
finnish tammikuuta helmikuuta maaliskuuta huhtikuuta toukokuuta kesäkuuta heinäkuuta elokuuta syyskuuta
 lokakuuta marraskuuta joulukuuta tammikuu helmikuu maaliskuu huhtikuu toukokuu kesäkuu heinäkuu elokuu
 syyskuu lokakuu marraskuu joulukuu
estonian jaanuar veebruar märts aprill mai juuni juuli august september oktoober november detsember
 jaanuaril veebruaril märtsil aprillil mail juunil juulil augustil septembril oktoobril novembril detsembril
latvian janvāris februāris marts aprīlis maijs jūnijs jūlijs augusts septembris oktobris novembris decembris
 janvārī februārī martā aprīlī maijā jūnijā jūlijā augustā septembrī oktobrī novembrī decembrī
lithuanian sausio vasario kovo balandžio gegužės birželio liepos rugpjūčio rugsėjo spalio lapkričio gruodžio
polish styczeń luty marzec kwiecień maj czerwiec lipiec sierpień wrzesień październik listopad grudzień
 stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia
czech leden únor březen duben květen červen červenec srpen září říjen listopad prosinec
 ledna února března dubna května června července srpna října listopadu prosince
slovak január február marec apríl máj jún júl august september október november december
 januára februára marca apríla mája júna júla augusta septembra októbra novembra decembra
slovene januar februar marec april maj junij julij avgust september oktober november december
 januarja februarja marca aprila maja junija julija avgusta septembra oktobra novembra decembra
croatian siječanj veljača ožujak travanj svibanj lipanj srpanj kolovoz rujan listopad studeni prosinac
 siječnja veljače ožujka travnja svibnja lipnja srpnja kolovoza rujna listopada studenoga prosinca
serbian januar februar mart april maj jun jul avgust septembar oktobar novembar decembar
 januara februara marta aprila maja juna jula avgusta septembra oktobra novembra decembra
 јануар фебруар март април мај јун јул август септембар октобар новембар децембар
 јануара фебруара марта априла маја јуна јула августа септембра октобра новембра децембра
macedonian јануари февруари март април мај јуни јули август септември октомври ноември декември
bulgarian януари февруари март април май юни юли август септември октомври ноември декември
russian январь февраль март апрель май июнь июль август сентябрь октябрь ноябрь декабрь
 января февраля марта апреля мая июня июля августа сентября октября ноября декабря
 янв февр фев мар апр июн июл авг сент сен окт нояб ноя дек
ukrainian січень лютий березень квітень травень червень липень серпень вересень жовтень листопад грудень
 січня лютого березня квітня травня червня липня серпня вересня жовтня листопада грудня
belarusian студзеня лютага сакавіка красавіка мая траўня чэрвеня ліпеня жніўня верасня кастрычніка лістапада
 снежня
romanian ianuarie februarie martie aprilie mai iunie iulie august septembrie octombrie noiembrie decembrie
hungarian január február március április május június július augusztus szeptember október november december
 januári februári márciusi áprilisi májusi júniusi júliusi augusztusi szeptemberi októberi novemberi decemberi
albanian janar shkurt mars prill maj qershor korrik gusht shtator tetor nëntor dhjetor
greek ιανουάριος φεβρουάριος μάρτιος απρίλιος μάιος ιούνιος ιούλιος αύγουστος σεπτέμβριος οκτώβριος νοέμβριος
 δεκέμβριος ιανουαρίου φεβρουαρίου μαρτίου απριλίου μαΐου ιουνίου ιουλίου αυγούστου σεπτεμβρίου οκτωβρίου
 νοεμβρίου δεκεμβρίου
turkish ocak şubat mart nisan mayıs haziran temmuz ağustos eylül ekim kasım aralık
azerbaijani yanvar fevral mart aprel may iyun iyul avqust sentyabr oktyabr noyabr dekabr
irish eanáir feabhra márta aibreán bealtaine meitheamh iúil lúnasa samhain nollaig
maltese jannar frar marzu mejju ġunju lulju awwissu settembru ottubru novembru diċembru
armenian հունվարի փետրվարի մարտի ապրիլի մայիսի հունիսի հուլիսի օգոստոսի սեպտեմբերի հոկտեմբերի նոյեմբերի
 դեկտեմբերի
georgian იანვარი თებერვალი მარტი აპრილი მაისი ივნისი ივლისი აგვისტო სექტემბერი ოქტომბერი ნოემბერი დეკემბერი
arabic يناير فبراير مارس أبريل ابريل إبريل مايو يونيو يونيه يوليو يوليه أغسطس اغسطس سبتمبر أكتوبر اكتوبر
 نوفمبر ديسمبر شباط آذار نيسان أيار حزيران تموز آب أيلول جانفي فيفري أفريل جوان جويلية أوت
 محرم صفر رجب شعبان رمضان شوال
persian ژانویه فوریه آوریل ژوئن ژوئیه اوت سپتامبر اکتبر نوامبر دسامبر فروردین اردیبهشت خرداد تیر مرداد
 شهریور مهر آبان آذر دی بهمن اسفند
urdu جنوری فروری مارچ اپریل مئی جون جولائی اگست ستمبر نومبر دسمبر
hebrew ינואר פברואר מרץ מרס אפריל מאי יוני יולי אוגוסט ספטמבר אוקטובר נובמבר דצמבר
hindi जनवरी फ़रवरी फरवरी मार्च अप्रैल मई जून जुलाई अगस्त सितंबर सितम्बर अक्टूबर अक्तूबर नवंबर नवम्बर दिसंबर
 दिसम्बर
bengali জানুয়ারি জানুয়ারি ফেব্রুয়ারি ফেব্রুয়ারি মার্চ এপ্রিল মে জুন জুলাই আগস্ট সেপ্টেম্বর অক্টোবর নভেম্বর ডিসেম্বর
thai มกราคม กุมภาพันธ์ มีนาคม เมษายน พฤษภาคม มิถุนายน กรกฎาคม สิงหาคม กันยายน ตุลาคม พฤศจิกายน ธันวาคม
indonesian januari februari maret april mei juni juli agustus september oktober november desember
malay januari februari april mei jun julai ogos september oktober november disember
swahili januari februari machi aprili mei juni julai agosti septemba oktoba novemba desemba
"""

_WEEKDAYS = """
english monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat sun
german montag dienstag mittwoch donnerstag freitag samstag sonnabend sonntag
french lundi mardi mercredi jeudi vendredi samedi dimanche
spanish lunes martes miércoles jueves viernes sábado domingo
italian lunedì martedì mercoledì giovedì venerdì sabato domenica
portuguese segunda-feira terça-feira quarta-feira quinta-feira sexta-feira
dutch maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
swedish måndag tisdag onsdag torsdag fredag lördag söndag
danish mandag tirsdag onsdag torsdag fredag lørdag søndag
finnish maanantaina tiistaina keskiviikkona torstaina perjantaina lauantaina sunnuntaina
polish poniedziałek wtorek środa czwartek piątek sobota niedziela
czech pondělí úterý středa čtvrtek pátek sobota neděle
hungarian hétfő kedd szerda csütörtök péntek szombat vasárnap
romanian luni marți miercuri joi vineri sâmbătă duminică
croatian ponedjeljak utorak srijeda četvrtak petak subota nedjelja
greek δευτέρα τρίτη τετάρτη πέμπτη παρασκευή σάββατο κυριακή
turkish pazartesi salı çarşamba perşembe cuma cumartesi pazar
russian понедельник вторник среда четверг пятница суббота воскресенье среду пятницу субботу
ukrainian понеділок вівторок середа четвер пʼятниця субота неділя
arabic الاثنين الإثنين الثلاثاء الأربعاء الخميس الجمعة السبت الأحد
thai วันจันทร์ วันอังคาร วันพุธ วันพฤหัสบดี วันศุกร์ วันเสาร์ วันอาทิตย์
indonesian senin selasa rabu kamis jumat sabtu minggu
"""


def _names(table: str) -> frozenset[str]:
    """The names of a table, without the languages that its lines begin with."""
    return frozenset(
        name
        for line in table.splitlines()
        for at, name in enumerate(line.split())
        if at or line.startswith(" ")
    )


MONTHS = _names(_MONTHS)
WEEKDAYS = _names(_WEEKDAYS)
