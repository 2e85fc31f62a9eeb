"""MEDDICC, the longer frame: seven slots of the same five statuses, read together with BANT in one answer."""

from __future__ import annotations

from pydantic.json_schema import SkipJsonSchema

from .bant import Bant, Need, Person, Slot
from .noun import Noun


class Metrics(Slot):
    """What the problem costs or the gain is worth, in figures. A budget or a price is no metric."""

    figures: tuple[str, ...] = ()
    """Each figure with what it measures, in the note's language."""


class EconomicBuyer(Slot):
    """Who can release the money: whoever signs, else whoever decides."""

    people: tuple[Person, ...] = ()


class DecisionCriteria(Slot):
    """What the choice will be made on."""

    criteria: tuple[str, ...] = ()
    """Each in the note's language."""


class DecisionProcess(Slot):
    """The way to their decision. A next meeting with us is no step of it."""

    steps: tuple[str, ...] = ()
    """In order, in the note's language: tests, tenders, bodies and checks it goes through."""


class Champion(Slot):
    """Who on the buyer side pushes for it."""

    people: tuple[Person, ...] = ()
    """With their part in the decision; `influences` where none is told."""


class Competition(Slot):
    """What they weigh us against: rivals, the incumbent, doing it themselves."""

    vendors: tuple[str, ...] = ()
    """Named ones only."""


class Meddicc(Noun):
    """The seven slots."""

    metrics: Metrics = Metrics()
    economic_buyer: EconomicBuyer = EconomicBuyer()
    decision_criteria: DecisionCriteria = DecisionCriteria()
    decision_process: DecisionProcess = DecisionProcess()
    identify_pain: SkipJsonSchema[Need] = Need()
    """The need of the same answer, put here by code: nobody is asked, or paid, for it twice."""
    champion: Champion = Champion()
    competition: Competition = Competition()

    def slots(self) -> dict[str, Slot]:
        """The seven slots by name, in MEDDICC order."""
        return {name: getattr(self, name) for name in type(self).model_fields}


class BantMeddicc(Bant):
    """Everything one note establishes, in both frames. Null means the note does not say."""

    meddicc: Meddicc = Meddicc()
