import pytest

from text.language import detect


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("Velmora raises prices", "en"),
        ("The company has opened an office in Ghent and hires engineers for it.", "en"),
        ("寰舟数据 Halberg Therapeutics 宣布合作", "zh"),
        ("晶曜半導體傳擬赴東京第二上市", "zh"),
        (
            "Der Vorstand der Gesellschaft hat heute die Übernahme beschlossen und teilt dies mit.",
            "de",
        ),
        (
            "La société annonce aujourd'hui l'acquisition de son concurrent pour une somme non dévoilée.",
            "fr",
        ),
        ("東京の会社は今日、新しいサービスを開始しました。これはとても便利です。", "ja"),
        ("123 456", "und"),
        ("", "und"),
    ],
)
def test_detect(text: str, language: str) -> None:
    assert detect(text) == language
