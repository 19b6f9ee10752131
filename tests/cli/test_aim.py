"""``dagplan plan --aim``: the weights of an aim, over those of the file."""

import json

import pytest

from dagplan.cli import main
from tests.build import DAY, asked, single, window

NEXT = "2026-10-06"


def request_file(folder, **settings):
    """Two half hours for a Monday, on two dates of an hour each."""
    windows = [window("doctor", "08:00", "09:00", day=day) for day in (DAY, NEXT)]
    fields = asked(single("r1", "p1"), single("r2", "p2"), last_date=NEXT, availability=windows)
    fields["settings"].update(settings)
    path = folder / "request.json"
    path.write_text(json.dumps(fields))
    return path


def dates(folder, *arguments):
    out = folder / "plan.json"
    assert main(["plan", str(request_file(folder)), "--out", str(out), "-q", *arguments]) == 0
    made = json.loads(out.read_text())
    return [one["start"][:10] for one in made["bookings"]], made["objective"]["terms"]["uneven"]


def test_even_spreads_what_soonest_puts_on_the_first_date(tmp_path):
    assert dates(tmp_path) == ([DAY, DAY], 0)
    assert dates(tmp_path, "--aim", "soonest") == ([DAY, DAY], 0)
    assert dates(tmp_path, "--aim", "even") == ([DAY, NEXT], 0)
    assert dates(tmp_path, "--aim", "punctual") == ([DAY, DAY], 0)


def test_the_aim_is_over_the_weights_of_the_file(tmp_path):
    out = tmp_path / "plan.json"
    path = request_file(tmp_path, weights={"uneven": 0, "day_deviation": 500})
    assert main(["plan", str(path), "--out", str(out), "-q", "--aim", "even"]) == 0
    assert [one["start"][:10] for one in json.loads(out.read_text())["bookings"]] == [DAY, NEXT]


def test_an_unknown_aim_is_a_usage_error(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        raise SystemExit(main(["plan", str(request_file(tmp_path)), "--aim", "cheapest"]))
    assert ended.value.code == 2
    assert "soonest" in capsys.readouterr().err


def test_in_swedish_it_says_which_aims_there_are(tmp_path, capsys):
    assert main(["plan", str(request_file(tmp_path)), "--aim", "billigast", "--language", "sv"]) == 2
    assert capsys.readouterr().err == (
        "--aim: här står billigast; skriv tidigt (soonest), jämnt (even) eller på måldatum (punctual)\n"
    )


def test_the_nearest_is_named_and_swedish_words_are_taken(tmp_path, capsys):
    path = str(request_file(tmp_path))
    assert main(["plan", path, "--aim", "jamnt", "--language", "sv"]) == 2
    assert "menade du jämnt?" in capsys.readouterr().err
    assert main(["plan", path, "--aim", "evn", "--language", "en"]) == 2
    assert "did you mean even? The words are soonest, even, punctual" in capsys.readouterr().err
    assert dates(tmp_path, "--aim", "jämnt") == ([DAY, NEXT], 0)
