"""The measures of colour, against the published figures."""

import pytest

from tests.tui_draw.seeing import Lab, ciede2000, contrast, rgb, seen

SHARMA: list[tuple[Lab, Lab, float]] = [
    ((50.0, 2.6772, -79.7751), (50.0, 0.0, -82.7485), 2.0425),
    ((50.0, -1.3802, -84.2814), (50.0, 0.0, -82.7485), 1.0),
    ((50.0, 2.49, -0.001), (50.0, -2.49, 0.0011), 7.2195),
    ((50.0, 2.5, 0.0), (58.0, 24.0, 15.0), 19.4535),
    ((60.2574, -34.0099, 36.2677), (60.4626, -34.1751, 39.4387), 1.2644),
    ((22.7233, 20.0904, -46.6940), (23.0331, 14.9730, -42.5619), 2.0373),
    ((2.0776, 0.0795, -1.1350), (0.9033, -0.0636, -0.5514), 0.9082),
]


@pytest.mark.parametrize(("one", "other", "known"), SHARMA)
def test_the_difference_is_that_of_the_published_pairs(one: Lab, other: Lab, known: float) -> None:
    assert ciede2000(one, other) == pytest.approx(known, abs=1e-4)
    assert ciede2000(other, one) == pytest.approx(known, abs=1e-4)


def test_the_contrast_is_that_of_wcag() -> None:
    assert contrast(rgb("#000000"), rgb("#ffffff")) == pytest.approx(21)
    assert contrast(rgb("#777777"), rgb("#ffffff")) == pytest.approx(4.48, abs=0.005)


def test_grey_is_grey_to_everybody_and_red_is_not_green_only_to_some() -> None:
    for blindness in ("protanopia", "deuteranopia", "tritanopia"):
        assert seen((128, 128, 128), blindness) == pytest.approx((128, 128, 128), abs=1)
    red, green, _ = seen((0, 255, 0), "deuteranopia")
    assert abs(red - green) < 45, "green is a yellow"
    assert seen((0, 255, 0), "none") == (0, 255, 0)
