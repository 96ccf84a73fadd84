"""Known edits of dates and numbers, in many ways to write them, in running text, in items and in cells."""

from lxml.html import Element as new_element

from benchmarks._edit_body import BODY, Edit, Told, told
from benchmarks._edit_pages import Pair, put_after, said, say

DATES = {
    "ISO": ("2025-03-04", "2025-04-11"),
    "English": ("4 March 2025", "11 April 2025"),
    "English, day and month": ("4 March", "9 March"),
    "American": ("March 4, 2025", "April 11, 2025"),
    "American, ordinal": ("March 4th, 2025", "April 1st, 2026"),
    "English, short": ("4 Mar 2025", "11 Apr 2025"),
    "English, weekday": ("Tuesday, 4 March 2025", "Friday, 11 April 2025"),
    "English, 'the … of'": ("the 4th of March 2025", "the 11th of April 2025"),
    "month and year": ("March 2025", "June 2026"),
    "month alone": ("in March", "in April"),
    "range": ("4–6 March 2025", "11–13 March 2025"),
    "range over months": ("28 March – 2 April 2025", "4 – 9 April 2025"),
    "slashes": ("04/03/2025", "11/04/2025"),
    "points": ("04.03.2025", "11.04.2025"),
    "German": ("4. März 2025", "11. April 2025"),
    "German, short": ("4. Mär. 2025", "11. Apr. 2025"),
    "Austrian": ("4. Jänner 2025", "11. Feber 2025"),
    "French": ("4 mars 2025", "1er avril 2025"),
    "Spanish": ("4 de marzo de 2025", "11 de abril de 2025"),
    "Italian": ("4 marzo 2025", "11 aprile 2025"),
    "Portuguese": ("4 de março de 2025", "11 de abril de 2025"),
    "Dutch": ("4 maart 2025", "11 april 2025"),
    "Polish": ("4 marca 2025", "11 kwietnia 2025"),
    "Czech": ("4. března 2025", "11. dubna 2025"),
    "Swedish": ("4 mars 2025", "11 maj 2025"),
    "Danish": ("4. marts 2025", "11. maj 2025"),
    "Norwegian": ("4. mars 2025", "17. mai 2025"),
    "Finnish": ("4. maaliskuuta 2025", "11. huhtikuuta 2025"),
    "Hungarian": ("2025. március 4.", "2025. április 11."),
    "Romanian": ("4 martie 2025", "11 aprilie 2025"),
    "Greek": ("4 Μαρτίου 2025", "11 Απριλίου 2025"),
    "Turkish": ("4 Mart 2025", "11 Nisan 2025"),
    "Russian": ("4 марта 2025 г.", "11 апреля 2025 г."),
    "Ukrainian": ("4 березня 2025 року", "11 квітня 2025 року"),
    "Bulgarian": ("4 март 2025 г.", "11 април 2025 г."),
    "Serbian": ("4. марта 2025.", "11. априла 2025."),
    "Croatian": ("4. ožujka 2025.", "11. travnja 2025."),
    "Arabic": ("4 مارس 2025", "11 أبريل 2025"),
    "Hebrew": ("4 במרץ 2025", "11 באפריל 2025"),
    "Persian": ("۴ مارس ۲۰۲۵", "۱۱ آوریل ۲۰۲۵"),
    "Chinese": ("2025年3月4日", "2025年4月11日"),
    "Japanese": ("2025年3月4日（火）", "2025年4月11日（金）"),
    "Korean": ("2025년 3월 4일", "2025년 4월 11일"),
    "Thai": ("4 มีนาคม 2568", "11 เมษายน 2568"),
    "Hindi": ("4 मार्च 2025", "11 अप्रैल 2025"),
    "Vietnamese": ("4 tháng 3 năm 2025", "11 tháng 4 năm 2025"),
    "Indonesian": ("4 Maret 2025", "11 Agustus 2025"),
    "Estonian": ("4. märts 2025", "11. aprill 2025"),
    "Latvian": ("2025. gada 4. marts", "2025. gada 11. aprīlis"),
    "Lithuanian": ("2025 m. kovo 4 d.", "2025 m. balandžio 11 d."),
    "date and time": ("4 March 2025, 10:00", "11 April 2025, 14:30"),
    "another style": ("4 March 2025", "2025-04-11"),
}

NUMBERS = {
    "count": ("214", "231"),
    "thousands": ("1,204", "1,391"),
    "thousands, points": ("1.204.500", "1.310.000"),
    "thousands, spaces": ("1 204 500", "1 310 000"),
    "percent": ("12.5%", "13%"),
    "percent, spaced": ("12,5 %", "14 %"),
    "euro": ("€1,200", "€1,350"),
    "euro, behind": ("1.200,00 €", "1.350,50 €"),
    "dollars": ("$3.2 million", "$4.1 million"),
    "pounds and pence": ("£9.99", "£11.49"),
    "currency code": ("CHF 450", "CHF 480"),
    "year": ("2024", "2026"),
    "range of years": ("2021–2024", "2022–2027"),
    "range": ("10-15", "12-18"),
    "school year": ("2024/25", "2025/26"),
    "time": ("10:30", "14:00"),
    "time, am": ("9 am", "11 am"),
    "unit against it": ("50km", "65km"),
    "ordinal": ("3rd", "4th"),
    "version": ("3.4.1", "3.5.0"),
    "phone": ("+43 1 514 36 0", "+43 1 514 36 18"),
    "negative": ("-4.5", "-6.1"),
    "Arabic digits": ("٣٥٠", "٤٢٠"),
    "Devanagari digits": ("३५०", "४२०"),
    "full-width digits": ("３５０", "４２０"),
}


def _in_paragraph(type_: str, before: str, after: str) -> Edit:
    def made(pair: Pair) -> list[Told] | None:
        places = pair.paragraphs()
        if not places:
            return None
        place = pair.rng.choice(places)
        start, end = pair.words(5), pair.words(5)
        for side, value in ((place, before), (pair.twin(place), after)):
            fresh = new_element("p")
            fresh.text = f"{start[:1].upper()}{start[1:]} {value} {end}."
            put_after(side, fresh)
        return [told(type_, said(place.getnext()), said(pair.twin(place).getnext()))]

    return made


def _in_item(type_: str, before: str, after: str) -> Edit:
    def made(pair: Pair) -> list[Told] | None:
        lists = pair.lists(3, plain=True)
        if not lists:
            return None
        item = pair.rng.choice(pair.rng.choice(lists))
        label = pair.label(3)
        for side, value in ((item, before), (pair.twin(item), after)):
            say(side, f"{label}: {value}")
        return [told(type_, said(item), said(pair.twin(item)))]

    return made


for _name, _values in DATES.items():
    BODY[f"date, {_name}"] = _in_paragraph("date_changed", *_values)
for _name, _values in NUMBERS.items():
    BODY[f"number, {_name}"] = _in_paragraph("number_changed", *_values)
for _name in ("ISO", "English", "American", "German", "points", "Chinese"):
    BODY[f"date in an item, {_name}"] = _in_item("date_changed", *DATES[_name])
for _name in ("count", "percent", "euro", "year"):
    BODY[f"number in an item, {_name}"] = _in_item("number_changed", *NUMBERS[_name])
