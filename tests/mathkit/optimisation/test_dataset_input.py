"""Data sets by name, as pasted tables and as the text of CSV files."""

from __future__ import annotations

import numpy as np
import pytest

from mathkit import Dataset, FormulaError, parse_dataset
from mathkit.optimisation.dataset_input import NAMED
from mathkit.optimisation.datasets import study_hours

HOURS = [1, 2, 3, 4, 5, 6, 7, 8]
POINTS = [4, 3, 4, 7, 8, 7, 8, 11]


def test_the_courses_data_have_the_line_that_they_are_told_to_have():
    data = parse_dataset("study-hours")
    slope, intercept = np.polyfit(data.inputs[:, 0], data.targets[:, 0], 1)
    assert (slope, intercept) == pytest.approx((1, 2), abs=1e-12)
    misses = data.targets[:, 0] - (data.inputs[:, 0] + 2)
    assert float(np.mean(misses**2)) == pytest.approx(1)
    # through nought: L(w) = 25.5 w² − 69 w + 48.5
    x, t = data.inputs[:, 0], data.targets[:, 0]
    assert (np.mean(x * x), -2 * np.mean(x * t), np.mean(t * t)) == pytest.approx((25.5, -69, 48.5))
    # no threshold of x separates who passed (t ≥ 8)
    passed = t >= 8
    assert not any((passed == (x > cut)).all() or (passed == (x < cut)).all() for cut in np.arange(0.5, 9))


@pytest.mark.parametrize("name", NAMED)
def test_every_name_is_known_however_it_is_written(name):
    assert parse_dataset(name) == NAMED[name]()
    assert parse_dataset(f" {name.replace('-', ' ').upper()} ") == NAMED[name]()


TABLES = {
    "one line": "1,4; 2,3; 3,4; 4,7; 5,8; 6,7; 7,8; 8,11",
    "a line that ends in ;": "1,4; 2,3; 3,4; 4,7; 5,8; 6,7; 7,8; 8,11;",
    "spaces": "1 4\n2 3\n3 4\n4 7\n5 8\n6 7\n7 8\n8 11",
    "csv": "1,4\n2,3\n3,4\n4,7\n5,8\n6,7\n7,8\n8,11\n",
    "csv of Windows": "\ufeff1,4\r\n2,3\r\n3,4\r\n4,7\r\n5,8\r\n6,7\r\n7,8\r\n8,11\r\n",
    "header, comments, empty lines": "# old\nhours,points\n1,4\n2,3\n\n3,4\n4,7\n5,8\n6,7\n# late\n7,8\n8,11",
    "tabs, from a spreadsheet": "1\t4\n2\t3\n3\t4\n4\t7\n5\t8\n6\t7\n7\t8\n8\t11",
    "decimal commas": "1,0;4,0\n2,0;3\n3;4\n4;7,0\n5;8\n6;7\n7;8\n8;11,0",
    "quoted": '"1","4"\n"2","3"\n3,4\n4,7\n5,8\n6,7\n7,8\n8,11',
}


@pytest.mark.parametrize("text", TABLES.values(), ids=TABLES.keys())
def test_a_table_is_read_as_it_is_pasted(text):
    data = parse_dataset(text)
    assert data.inputs[:, 0].tolist() == HOURS
    assert data.targets[:, 0].tolist() == POINTS
    assert parse_dataset(data.text) == data


def test_a_header_names_the_columns_and_the_last_one_is_the_target():
    data = parse_dataset("size,rooms,price\n50,2,1.5\n80,3,−2.25e1\n")
    assert data.columns == ("size", "rooms", "price")
    assert data.inputs.tolist() == [[50, 2], [80, 3]]
    assert data.targets.tolist() == [[1.5], [-22.5]]


def test_what_a_table_is_written_as_reads_as_the_same_numbers():
    numbers = np.random.default_rng(0).standard_normal((20, 3)) * 10.0 ** np.arange(-12, 12, 8)
    data = Dataset("noise", numbers[:, :2], numbers[:, 2:], "")
    assert (parse_dataset(data.text).inputs == data.inputs).all()
    assert hash(parse_dataset(data.text)) == hash(data)
    assert data != study_hours()


REFUSED = {
    "": "an empty data; type rows such as 1,4; 2,3; 3,4, or a name: study-hours",
    "study-hour": "did you mean 'study-hours'?",
    "1,2": "data has 1 row of numbers: two are needed",
    "x,t": "data 'x,t' is no data set",
    "1,2\n3,x\n": "data, line 2: 'x' is no number",
    "# a\nx,t\n1,2\n\n3\n": "line 5",
    "1,2\n3,4,5\n": "data, line 2: 3 numbers, but line 1 has 2 columns",
    "1,2\n3,\n": "data, line 2: a number is missing",
    "1\n2\n3": "data, line 1: 1 column, where",
    "1,nan\n2,3": "data, line 1: nan is too large",
    "1,1e400\n2,3": "data, line 1: 1e400 is too large",
    "1_0,2\n2,3": "data, line 1: '1_0' is no number",
    "1,2,3\n" * 1001: "data has 1,001 rows: at most 1,000 are read",
    "1 " * 150_000: "300,000 characters",
    "1,2,3,4,5,6,7,8,9,10,11\n" * 3: "11 columns",
}


@pytest.mark.parametrize(("text", "message"), REFUSED.items(), ids=[text[:20] for text in REFUSED])
def test_what_is_no_table_is_refused_by_its_line(text, message):
    with pytest.raises(FormulaError) as refusal:
        parse_dataset(text)
    assert message in str(refusal.value)


def test_a_lesson_says_how_many_inputs_it_takes_and_how_many_rows_it_shows():
    with pytest.raises(FormulaError, match="3 columns, where 1 column of inputs and one of targets are needed"):
        parse_dataset("1,2,3; 4,5,6", inputs=1)
    with pytest.raises(FormulaError, match="100 rows: at most 8 are shown"):
        parse_dataset("two-moons", most=8)
