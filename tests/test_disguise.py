"""What says 200 and is no content is known by what it says of itself; an article about it is content."""

import pytest

from monitor.disguise import disguised_trouble, is_suspect
from monitor.model import Block, BlockKind, Document, Metadata, Page, Snapshot, Trouble
from monitor.read import read

URL = "https://river.example/levels"
FORM = '<form><input name="user"><input name="p" type="password"><button>OK</button></form>'

ARTICLE = (
    "The commission published the levels of all locks for the past year, and the keepers of the upper river "
    "say that the winter was mild. "
) * 8
SHORT = "The council decided on Tuesday that the hall stays open until the end of May. " * 3


def judge(html: str, final_url: str = URL) -> Trouble | None:
    """As a check does: read it, ask whether it is suspect, then look at its body."""
    snapshot = Snapshot(url=URL, payload=html.encode(), media_type="text/html")
    document = read(snapshot)
    if not is_suspect(document, snapshot.payload, final_url != URL):
        return None
    page = Page(
        url=URL, title=document.metadata.title, body=document.blocks, regions=(), metadata=document.metadata
    )
    return disguised_trouble(page, snapshot.payload, final_url)


def html(title: str, heading: str = "", *texts: str, more: str = "") -> str:
    body = "".join(f"<p>{text}</p>" for text in texts)
    head = f"<h1>{heading}</h1>" if heading else ""
    return f"<!doctype html><html><head><title>{title}</title></head><body>{head}{body}{more}</body></html>"


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("Page not found", "", "Try the search."),
        ("404", "", ""),
        ("Town of Elmford | 404", "", "Go to the start page."),
        ("Elmford Library", "404 error", ""),
        ("Error 404 - Elmford Library", "Something went wrong", "Use the menu above."),
        ("Elmford", "Oops! That page can’t be found.", "It looks like nothing was found at this location."),
        ("Elmford", "Sorry, we couldn't find the page you were looking for", "Maybe it moved."),
        ("Elmford", "This page isn't available", "The link may be broken."),
        ("Not Found", "Not Found", "The requested URL was not found on this server."),
        ("Page introuvable", "", "Cette adresse n’existe plus."),
        ("Erreur 404", "Oups, cette page n'existe pas", "Retour à l’accueil"),
        ("Seite nicht gefunden", "", ""),
        ("Stadt Elmfurt", "Fehler 404", "Die Seite ist umgezogen."),
        ("Elmfurt", "Diese Seite existiert nicht mehr", "Zur Startseite"),
        ("Página no encontrada", "", "Volver al inicio"),
        ("Ayuntamiento", "No se encontró la página", ""),
        ("Pagina non trovata - Comune", "", ""),
        ("Página não encontrada", "", ""),
        ("Pagina niet gevonden", "", ""),
        ("Gmina", "Nie znaleziono strony", ""),
        ("Страница не найдена", "", ""),
        ("Місто", "Сторінку не знайдено", ""),
        ("Stránka nenalezena", "", ""),
        ("Sidan hittades inte", "", ""),
        ("Siden ble ikke funnet", "", "Siden finnes ikke"),
        ("Sivua ei löytynyt", "", ""),
        ("Sayfa bulunamadı", "", ""),
        ("Az oldal nem található", "", ""),
        ("お探しのページは見つかりませんでした", "", ""),
        ("页面不存在", "", ""),
        ("페이지를 찾을 수 없습니다", "", ""),
        ("الصفحة غير موجودة", "", ""),
    ],
)
def test_a_page_that_says_that_it_is_not_there(title: str, heading: str, text: str) -> None:
    assert judge(html(title, heading, text)) is Trouble.SOFT_404


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("Water levels", "Water levels", "The level is 4.20 m."),
        ("Lost and found", "Lost and found", "Keys found at the lock."),
        ("How we handle a page not found", "", ARTICLE),
        ("How we handle a page not found", "Notes of the web team", SHORT),
        ("Page not found errors cost shops money", "", SHORT),
        ("Designing a 404 page that helps", "", SHORT),
        ("404 new homes for the valley", "404 new homes for the valley", SHORT),
        ("Route 404 closed for repairs", "Route 404 closed for repairs", SHORT),
        ("The meeting in room 404", "", "It is on the fourth floor."),
        ("Missing hiker not found after three days", "Missing hiker not found after three days", SHORT),
        ("Ticket office not available on Sunday", "", "Please use the machine at the gate."),
        ("Online booking no longer available", "", SHORT),
        ("Das Dorf, das nicht gefunden werden wollte", "", SHORT),
        ("Concert hall - not available", "", "The hall is let until May."),
        ("Les clés de la mairie restent introuvables", "", SHORT),
    ],
)
def test_content_about_such_things_is_content(title: str, heading: str, text: str) -> None:
    assert judge(html(title, heading, text)) is None


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        # An interstitial that runs a script and then lets you on.
        ("Just a moment...", "elmford.example", "Enable JavaScript and cookies to continue"),
        ("Just a moment...", "", "Checking the site connection."),
        ("Un momento…", "elmford.example", "Verificando que no eres un robot."),
        ("Einen Moment bitte", "", "Wir prüfen Ihren Browser."),
        ("River", "", "Verify you are human to go on."),
        # A firewall's refusal, with the number of the case.
        (
            "Attention Required! | Edge",
            "Sorry, you have been blocked",
            "You are unable to go on.",
        ),
        ("Access Denied", "Access Denied", "You don't have permission to access this. Reference #18.a1b2."),
        ("Request Rejected", "", "The requested URL was rejected. Your support ID is: 1234567890"),
        ("", "", "Request unsuccessful. Incident ID: 42-1234"),
        ("elmford.example", "Access to this page has been denied", "Automated access was detected."),
        # A puzzle.
        (
            "Human verification",
            "Let's confirm you are human",
            "Complete the security check.",
        ),
        ("elmford.example", "", "Press & Hold to confirm you are a human and not a bot."),
        ("Pardon Our Interruption", "", "Something about your browser made us think you were a bot."),
        ("Security check", "", "Please solve the puzzle."),
        ("Zugriff verweigert", "", "Bitte wenden Sie sich an uns."),
        ("Accès refusé", "Accès refusé", ""),
        ("Доступ запрещён", "", "Подтвердите, что вы не робот"),
        ("安全验证", "", "请完成验证，确认您是真人"),
    ],
)
def test_a_page_that_takes_us_for_a_robot(title: str, heading: str, text: str) -> None:
    assert judge(html(title, heading, text)) is Trouble.BLOCKED


@pytest.mark.parametrize(
    ("title", "heading", "text"),
    [
        ("Access denied: reporters kept out of the hearing", "", SHORT),
        ("Security check at the north gate takes longer", "", "Come an hour before the train leaves."),
        ("Are robots taking our jobs?", "", SHORT),
        ("Just a moment of silence for the harbour master", "", SHORT),
        ("Captcha, explained", "", ARTICLE + "You may be asked to confirm that you are human."),
    ],
)
def test_news_about_robots_and_refusals_are_content(title: str, heading: str, text: str) -> None:
    assert judge(html(title, heading, text)) is None


@pytest.mark.parametrize(
    "title",
    [
        *("Sign in", "Log in to your account", "Members - Login", "Connexion", "Connectez-vous", "Anmelden"),
        *("Iniciar sesión", "Accedi", "Inloggen", "Zaloguj się", "Войти", "Вход в систему", "Увійти"),
        *("Přihlášení", "Logga in", "Giriş yap", "ログイン", "登录", "로그인", "تسجيل الدخول"),
    ],
)
def test_a_login_wall_asks_for_a_password_and_little_else(title: str) -> None:
    assert judge(html(title, "", "Your name, please.", more=FORM)) is Trouble.LOGIN


def test_where_a_redirect_leads_to_a_login_little_else_need_be_said() -> None:
    login = "https://id.river.example/login?to=levels"
    assert judge(html("River", "Members", "", more=FORM), login) is Trouble.LOGIN
    assert judge(html("Sign in", "", "Your mail address, please."), login) is Trouble.LOGIN
    assert judge(html("Levels", "", ARTICLE), login) is None


def test_a_login_box_beside_content_is_no_wall() -> None:
    assert judge(html("Water levels", "", "The level is 4.20 m.", more=FORM)) is None
    assert judge(html("Sign in to our newsletter", "", ARTICLE, more=FORM)) is None


def test_most_pages_are_not_even_suspected() -> None:
    blocks = tuple(Block(BlockKind.PARAGRAPH, ARTICLE) for _ in range(3))
    document = Document(url=URL, format="html", blocks=blocks, metadata=Metadata(title="Water levels"))
    assert not is_suspect(document, FORM.encode(), moved=True)
