"""The reader's own designs: which numbers rank them, and what they are compared with."""

import json

import pytest

from systemdesign.show import Chart, ChartError, Number, Ranking, SettingError, Slider, experiment
from systemdesign.show.jupyter.html import experiment_figure


def declared(**told):
    @experiment(ranking=Ranking(**{"by": "score", "against": "cost"} | told), servers=Slider(1, 9, default=2))
    def shop(servers, seed=0):
        """How good is the shop?"""
        late = {} if servers == 9 else {"cost": Number(10 * servers, "credits")}
        return Chart("Shop", numbers={"score": Number(100 - 80 / servers), **late}, reading="So good.")

    return shop


def test_the_default_settings_are_a_landmark():
    shop = declared()
    assert shop.ranking.marks(shop) == [["at first", 60.0, 20]]


def test_landmarks_are_run_at_their_settings():
    shop = declared(landmarks={"large": {"servers": 8}, "small": {"servers": 1}})
    assert shop.ranking.marks(shop) == [["at first", 60.0, 20], ["large", 90.0, 80], ["small", 20.0, 10]]


@pytest.mark.parametrize("settings", [{}, {"servers": 2}])
def test_a_landmark_may_give_the_default_settings_its_name(settings):
    shop = declared(landmarks={"large": {"servers": 8}, "naive": settings})
    assert shop.ranking.marks(shop) == [["large", 90.0, 80], ["naive", 60.0, 20]]


def test_a_number_that_the_chart_lacks_is_refused_in_words():
    words = "'scroe' at every setting; it has score, cost. Did you mean 'score'"
    with pytest.raises(ChartError, match=words):
        declared(by="scroe")()


def test_a_number_that_is_lacking_at_some_setting_only_is_refused_there():
    assert declared()(servers=8)
    with pytest.raises(ChartError, match="reads the number 'cost' at every setting; it has score"):
        declared()(servers=9)


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"against": "score"}, "such as the score with the cost; both are 'score'"),
        ({"landmarks": {"vast": {"servers": 99}}}, "99 is outside"),
        ({"landmarks": {"vast": {"server": 9}}}, "Did you mean 'servers'"),
    ],
)
def test_what_ranks_nothing_is_refused_in_words(told, words):
    with pytest.raises(SettingError, match=words):
        declared(**told)


def test_the_page_is_told_the_names_and_the_landmarks():
    shop = declared(landmarks={"large": {"servers": 8}})
    figure = experiment_figure(shop, shop(), "<svg></svg>")
    data = json.loads(figure.split('experiment-data">')[1].split("</script>")[0])
    assert data["experiment"]["ranking"] == {"by": "score", "against": "cost"}
    assert data["landmarks"] == [["at first", 60.0, 20], ["large", 90.0, 80]]


def test_other_experiments_rank_nothing():
    @experiment(servers=Slider(1, 9, default=2))
    def plain(servers):
        """How many?"""
        return Chart("Plain", reading="Many.")

    assert plain.to_json()["ranking"] is None
    assert '"landmarks": []' in experiment_figure(plain, plain(), "<svg></svg>")
