"""What a good lead is, and what that makes of one: pure arithmetic on accepted facts.

rubric    the agreement, a noun: profiles, touchpoints, gates; criteria: ordered levels and their points
load      a TOML file → a Rubric; the built-in one is `default.toml`
case      all that is known of one lead
words     which level a text names
fit, intent, ecosystem, bant   one family each: a case → its contributions
bounds    what the unknown could still change
scoring   a case → a score that adds up
gates     a score → the stage to propose, with every condition and why
wording   how gates read in French and English
"""

from .bounds import deciding
from .case import Case
from .criteria import Language
from .gates import propose_stage
from .load import load_rubric
from .rubric import Rubric
from .scoring import score

__all__ = ["Case", "Language", "Rubric", "deciding", "load_rubric", "propose_stage", "score"]
