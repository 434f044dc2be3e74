"""What is said of a group: by stage, by number of children, with numbers worked out by hand."""

import math

import pytest
from scipy import integrate, optimize, stats

from survey_app.keeping.demonstration import example_list
from survey_app.measurements.caseload import Agreement
from survey_app.reports import group_wording
from survey_app.reports.group import group_report
from survey_app.reports.group_explaining import group_explanation
from tests.reports.caseloads import AFTER, Rater, children, course

LIST = example_list()
PRE = [1.0] * 4 + [2.0] * 4 + [3.0] * 4
POST = [2, 2, 2, 1, 3, 3, 3, 2, 3, 3, 3, 3]
TWELVE = list(zip(PRE, POST, strict=True))
"""Six children gain 1 point and six stay: M 2 and 2.5, mean 0.5, s_v = sqrt(12 * 0.25 / 11)."""


def report_of(*courses, lists=(LIST,)):
    known = {each.fingerprint: each for each in lists}
    return group_report(list(courses), known.__getitem__, AFTER)


def only(*courses, **options):
    (found,) = report_of(*courses, **options).lists
    return found


def figure(*courses, **options):
    (found,) = only(*courses, **options).figures
    return found


def values_in(group_list):
    """Return every text that a page shows of a list."""
    charts = [each.picture for each in group_list.figures]
    charts += [group_list.response] if group_list.response else []
    texts = [group_list.why_not, group_list.counted, group_list.too_few, group_list.caution]
    texts.append(group_list.no_response)
    for chart in charts:
        texts += [chart.conclusion, chart.unknown, *(cell for row in chart.rows for cell in row)]
    texts += [text for each in group_list.figures for fact in each.facts for text in fact]
    return " ".join(texts)


# The numbers


def test_the_figure_of_twelve_children_is_that_of_the_hand_calculation():
    found = figure(*children(LIST, *TWELVE))
    paired = found.effect.paired

    assert (paired.n, paired.mean_pre, paired.mean_post) == (12, 2.0, 2.5)
    assert paired.sd_pre**2 == pytest.approx(8 / 11)
    assert paired.sd_post**2 == pytest.approx(5 / 11)
    assert paired.d_av == pytest.approx(0.5 / math.sqrt(13 / 22))
    # t(0.975; 11) = 2.200985, from a printed table.
    half = 2.200985 * math.sqrt(3 / 11 / 12)
    assert found.effect.change_interval == pytest.approx((0.5 - half, 0.5 + half), abs=1e-6)
    facts = dict(found.facts)
    assert facts["Gemiddeld verschil"] == "+0,5 punten (tussen +0,2 en +0,8)"
    assert facts["Effectgrootte (plus is beter)"].startswith("+0,65 (tussen ")
    assert facts["Beter, meer dan toeval"] == "6 van 12 kinderen: 50% (tussen 25% en 75%)"


def limit_of_noncentral_t(t, df, share):
    """Find the parameter by integrating over the chi distribution, not by scipy's own routine."""

    def below(parameter):
        def product(u):
            return stats.norm.cdf(t * u / math.sqrt(df) - parameter) * stats.chi.pdf(u, df)

        return integrate.quad(product, 0, math.sqrt(df) + 12)[0] - share

    return optimize.brentq(below, t - 10, t + 10)


def test_the_interval_of_the_effect_is_that_of_the_noncentral_t():
    found = figure(*children(LIST, *TWELVE))

    t = 0.5 / math.sqrt(3 / 11 / 12)
    ratio = math.sqrt(3 / 11) / math.sqrt(13 / 22)
    low, high = (
        limit_of_noncentral_t(t, 11, share) / math.sqrt(12) * ratio for share in (0.975, 0.025)
    )
    assert found.effect.paired.d_av_interval == pytest.approx((low, high), abs=1e-5)


@pytest.fixture
def falling(variant):
    return variant(
        ("key: voorbeeld-rust", "key: voorbeeld-onrust"),
        ("higher_is_better: true", "higher_is_better: false"),
        ("Hoger is meer rust.", "Hoger is meer onrust."),
    )


def test_when_lower_is_better_a_fall_is_a_gain_and_the_points_keep_their_sign(falling):
    turned = [(post, pre) for pre, post in TWELVE]

    found = figure(*children(falling, *turned), lists=[falling])

    facts = dict(found.facts)
    assert facts["Gemiddeld verschil"].startswith("−0,5 punten")
    assert facts["Effectgrootte (plus is beter)"].startswith("+0,65")
    assert facts["Beter, meer dan toeval"].startswith("6 van 12")
    assert found.picture.conclusion.endswith("Gemiddeld gaat het beter.")


@pytest.mark.parametrize(
    ("pairs", "says"),
    [
        (TWELVE, "Gemiddeld gaat het beter."),
        ([(post, pre) for pre, post in TWELVE], "Gemiddeld gaat het minder goed."),
        ([(1.0, 2.0), (2.0, 1.0)] * 6, "we weten nog niet of de groep veranderde."),
    ],
)
def test_the_sentence_follows_the_interval(pairs, says):
    assert figure(*children(LIST, *pairs)).picture.conclusion.endswith(says)


def test_when_all_changed_equally_there_is_no_margin_and_no_word():
    found = figure(*children(LIST, *[(1.0, 2.0), (2.0, 3.0)] * 6))

    assert found.effect.change_interval is None
    assert "zonder marge" in dict(found.facts)["Gemiddeld verschil"]
    assert "Gemiddeld gaat het" not in found.picture.conclusion


def test_when_all_scores_are_equal_there_is_no_effect_size():
    found = figure(*children(LIST, *[(2.0, 2.0)] * 12))

    assert dict(found.facts)["Effectgrootte (plus is beter)"].startswith("niet te bepalen")
    assert "nan" not in values_in(only(*children(LIST, *[(2.0, 2.0)] * 12))).lower()


# How many children


def test_five_children_have_a_figure_and_four_have_nothing_but_that_they_are_few():
    five = only(*children(LIST, *TWELVE[:5]))
    four = only(*children(LIST, *TWELVE[:4], *[(1.0, None)] * 6))

    assert len(five.figures) == 1
    assert five.too_few == ""
    assert four.figures == ()
    assert four.response is None
    assert values_in(four).strip() == group_wording.TOO_FEW


def test_nine_children_get_an_interval_and_no_word_and_no_lines():
    pairs = [(1.0, 2.0 + number / 8) for number in range(10)]
    ten = figure(*children(LIST, *pairs))
    nine = figure(*children(LIST, *pairs[:9]))

    assert ten.picture.conclusion.endswith("Gemiddeld gaat het beter.")
    assert ten.picture.chart.lines_drawn
    assert "Gemiddeld gaat het" not in nine.picture.conclusion
    assert "95%-interval" in nine.picture.conclusion
    assert not nine.picture.chart.lines_drawn


def test_who_left_no_room_is_counted_apart_from_five_on():
    full = [(4.0, 4.0)] * 5

    assert dict(figure(*children(LIST, *TWELVE, *full)).facts)[
        "Bij de intake al geen ruimte naar boven"
    ] == ("5 kinderen")
    assert dict(figure(*children(LIST, *TWELVE, *full[:4])).facts)[
        "Bij de intake al geen ruimte naar boven"
    ] == ("minder dan 5 kinderen")


def test_when_lower_is_better_there_is_no_room_below_the_lowest_score(falling):
    full = [(0.0, 0.0)] * 5

    found = figure(*children(falling, *TWELVE, *full), lists=[falling])

    assert found.effect.no_room == 5


def test_when_all_children_are_in_one_part_no_division_is_shown():
    facts = dict(figure(*children(LIST, *[(1.0, 3.0), (1.5, 3.0)] * 6)).facts)

    assert facts["Kinderen die meer dan toeval veranderden"] == group_wording.NO_DIVISION


# Who stayed away


def test_who_stayed_away_is_laid_beside_who_came_and_both_extremes_are_computed():
    away = [(0.0, None), (1.0, None), (1.0, None), (1.0, None), (2.0, None)]

    found = figure(*children(LIST, *TWELVE, *away))

    facts = dict(found.facts)
    assert facts["Zonder latere meting"] == "5 kinderen. Zij begonnen op 1,0, de anderen op 2,0."
    # All five at 0: (6 - 5) / 17; all five at 4: (6 + 20 - 5) / 17.
    assert found.effect.bounds == pytest.approx((1 / 17, 21 / 17))


def test_of_four_who_stayed_away_nothing_is_shown():
    found = figure(*children(LIST, *TWELVE, *[(0.0, None)] * 4))

    assert found.effect.missing is None
    assert dict(found.facts)["Zonder latere meting"] == "minder dan 5 kinderen"


@pytest.mark.parametrize(("came", "asked", "caution"), [(7, 12, True), (9, 15, False)])
def test_under_sixty_per_cent_a_caution_stands_first(came, asked, caution):
    found = only(*children(LIST, *TWELVE[:came], *[(1.0, None)] * (asked - came)))

    assert [step.count for step in found.response.chart.steps] == [asked, came]
    assert bool(found.caution) is caution
    assert bool(found.response.chart.notice) is caution


# The response tells of no few children


@pytest.mark.parametrize("away", [0, 1, 4])
def test_how_many_of_a_few_did_not_answer_stands_nowhere(away):
    found = only(*children(LIST, *TWELVE, *[(1.0, None)] * away))

    assert found.response is None
    assert found.no_response == group_wording.NEARLY_ALL
    assert str(12 + away) not in values_in(found) or away == 0


def test_a_step_that_few_children_did_not_take_is_left_out():
    opened = [course(LIST, Rater(1.0, None, opened=True)) for _ in range(4)]
    never = [course(LIST, Rater(1.0, None)) for _ in range(6)]

    found = only(*children(LIST, *TWELVE), *opened, *never)

    steps = [(step.word, step.count) for step in found.response.chart.steps]
    assert steps == [("uitgenodigd", 22), ("te vergelijken", 12)]
    assert group_wording.STEPS_LEFT_OUT in found.response.unknown


def test_while_the_moment_of_a_few_children_is_open_no_response_is_told():
    early = [course(LIST, Rater(1.0, 2.0, closes=AFTER)) for _ in range(2)]

    found = only(*children(LIST, *TWELVE, *[(1.0, None)] * 5), *early)

    assert found.figures[0].effect.n == 14
    assert found.response is None
    assert found.no_response == group_wording.STILL_RUNNING


def test_that_nearly_all_children_had_no_room_tells_of_no_few_who_had():
    full = [(4.0, 4.0)] * 11

    facts = dict(figure(*children(LIST, *full, (3.0, 4.0))).facts)

    room = facts["Bij de intake al geen ruimte naar boven"]
    assert room == "alle kinderen, op minder dan 5 kinderen na"


def test_a_late_intake_and_a_withdrawn_consent_change_no_number():
    plain = figure(*children(LIST, *TWELVE))
    late = [course(LIST, Rater(0.0, 4.0, late=True)) for _ in range(5)]
    gone = [course(LIST, Rater(0.0, 4.0), agreement=Agreement.WITHDRAWN) for _ in range(5)]

    found = figure(*children(LIST, *TWELVE), *late, *gone)

    assert found.effect == plain.effect
    assert dict(found.facts)["Te late intake, telt niet mee"] == "5 kinderen"


# Evidence


@pytest.fixture
def young(variant):
    return variant(("key: voorbeeld-rust", "key: voorbeeld-jong"), ("stage: 2", "stage: 1"))


def test_below_stage_two_there_is_no_number_of_effect_and_the_page_says_why(young):
    found = only(*children(young, *TWELVE), lists=[young])

    assert found.figures == ()
    assert found.why_not == group_wording.no_figure_yet(1)
    assert found.counted == group_wording.both_measurements(12)
    assert found.no_response == group_wording.NEARLY_ALL
    assert "+" not in values_in(found)


def test_a_list_with_a_figure_stands_before_one_that_has_none(young):
    without, with_figure = children(young, *TWELVE), children(LIST, *TWELVE)

    found = report_of(*without, *with_figure, lists=(LIST, young)).lists

    assert [len(each.figures) for each in found] == [1, 0]


def test_without_a_usable_reference_no_child_is_called_changed(variant):
    loose = variant(("key: voorbeeld-rust", "key: voorbeeld-los"), ("0.84", "0.69"))

    found = figure(*children(loose, *TWELVE), lists=[loose])

    facts = dict(found.facts)
    assert facts["Kinderen die meer dan toeval veranderden"] == group_wording.NO_REFERENCE
    assert facts["Effectgrootte (plus is beter)"].startswith("+0,65")


def test_a_figure_says_that_nobody_knows_what_went_by_itself_and_that_it_is_invented():
    picture = figure(*children(LIST, *TWELVE)).picture

    assert "We weten niet hoeveel hiervan vanzelf ging." in picture.unknown
    assert picture.chart.notice == "voorbeeld, verzonnen referentie"
    assert "verzonnen" in picture.badge


# How it was computed


def test_the_explanation_gives_every_number_and_child_and_reason():
    cases = [*children(LIST, *TWELVE), course(LIST, Rater(0.0, 4.0, late=True))]
    found = figure(*cases)

    page = group_explanation(found, cases)

    numbers = dict(page.numbers)
    assert numbers["Kinderen (n)"] == "12"
    assert numbers["Spreiding intake (s₁)"] == "0,853"
    # r = (s1² + s2² - s_v²) / (2 s1 s2) = (8 + 5 - 3) / (2 sqrt(40))
    assert numbers["Samenhang van beide (r)"] == "0,791"
    assert numbers["Spreiding van de verschillen (s_v)"] == "0,522"
    assert any("d_av" in sentence and "+0,650" in sentence for sentence in page.change)
    assert any("0,887 punten" in sentence for sentence in page.shares)
    assert [each.traject_id for each in page.counted] == [each.traject_id for each in cases[:12]]
    assert [(each.why, [child.words for child in each.children]) for each in page.left_out] == [
        (group_wording.LEFT_OUT["late"], [f"{cases[12].child_name}, groep 6"])
    ]
    assert any("voorbeeld-rust, versie 1.0" in version for version in page.versions)
    assert page.software.startswith("Kansmeter ")


def test_two_versions_that_cannot_be_compared_have_two_figures_with_keys_of_their_own(variant):
    newer = variant(
        ('version: "1.0"\nscoring', 'version: "2.0"\nscoring'),
        ('version: "1.0"}', 'version: "2.0"}'),
        ("{kind} zit stil te tekenen.", "{kind} maakt een puzzel."),
    )

    report = report_of(*children(LIST, *TWELVE), *children(newer, *TWELVE), lists=(LIST, newer))

    (found,) = report.lists
    assert [each.effect.n for each in found.figures] == [12, 12]
    assert len(report.pictures) == 2


def test_a_caseload_without_anything_later_is_an_empty_report():
    assert report_of().lists == ()
