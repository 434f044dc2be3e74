"""The lines of README for a notebook; run in a folder with before.csv and after.csv."""

import pandas as pd

from survey_app.definitions import load
from survey_app.effects import paired_effect, reliable_change
from survey_app.scoring import score_table

sdq = load("sdq-t4-17")
before = score_table(sdq, pd.read_csv("before.csv", index_col="id"))["total"]
after = score_table(sdq, pd.read_csv("after.csv", index_col="id"))["total"].reindex(before.index)
change = reliable_change(before, after, sd=5.2, reliability=0.80, higher_is_better=False)
change.to_csv("change.csv")  # per child: rci, category, or the reason why there is none
effect = paired_effect(before, after, higher_is_better=False)
headline = effect.n, effect.d_av, effect.d_av_interval  # positive is for the better
