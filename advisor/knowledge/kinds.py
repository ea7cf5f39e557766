"""The kinds of files in a pack: where each stands, which model it has, and its published schema."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePosixPath

from advisor.knowledge.diagnosismodels import Diagnosis
from advisor.knowledge.kit.file import KitFile
from advisor.knowledge.law.lawmodels import Law, LawFile
from advisor.knowledge.models import (
    Contradiction,
    Fact,
    FactsFile,
    Model,
    Override,
    Question,
    QuestionsFile,
    SourceEntry,
    SourcesFile,
)
from advisor.knowledge.opening.complaints import Complaint, ComplaintsFile
from advisor.knowledge.order.policymodels import PolicyFile
from advisor.knowledge.planmodels import Action, ModelFile, PeopleFile, Person
from advisor.knowledge.timemodels import Figure, FiguresFile, StaffingOption, TimelineFile


@dataclass(frozen=True)
class EntryKind:
    """One kind of entry. `list_field` names the list in a file that holds several entries."""

    name: str
    attribute: str
    place: str
    model: type[Override]
    file_model: type[Model] | None = None
    list_field: str | None = None
    single: bool = False

    @property
    def schema(self) -> str:
        """The name of the schema file."""
        return {
            "diagnoses": "diagnosis",
            "contradictions": "contradiction",
            "actions": "action",
            "options": "option",
        }.get(self.name, self.name)


KINDS: dict[str, EntryKind] = {
    kind.name: kind
    for kind in (
        EntryKind("questions", "questions", "questions/<section>.yaml", Question, QuestionsFile, "questions"),
        EntryKind("complaints", "complaints", "complaints.yaml", Complaint, ComplaintsFile, "complaints"),
        EntryKind("facts", "facts", "facts.yaml", Fact, FactsFile, "facts"),
        EntryKind("diagnoses", "diagnoses", "diagnoses/<id>.yaml", Diagnosis),
        EntryKind("contradictions", "contradictions", "contradictions/<id>.yaml", Contradiction),
        EntryKind("sources", "sources", "sources.yaml", SourceEntry, SourcesFile, "sources"),
        EntryKind("law", "laws", "law.yaml", Law, LawFile, "law"),
        EntryKind("figures", "figures", "figures.yaml", Figure, FiguresFile, "figures"),
        EntryKind("options", "options", "options/<id>.yaml", StaffingOption),
        EntryKind("timeline", "timelines", "timeline.yaml", TimelineFile, single=True),
        EntryKind("actions", "actions", "actions/<id>.yaml", Action),
        EntryKind("model", "models", "model.yaml", ModelFile, single=True),
        EntryKind("kit", "kits", "kit.yaml", KitFile, single=True),
        EntryKind("policy", "policies", "policy.yaml", PolicyFile, single=True),
        EntryKind("people", "people", "people.yaml", Person, PeopleFile, "people"),
    )
}


def kind_of(name: str) -> EntryKind | None:
    """The kind of a file, from its path inside the pack."""
    path = PurePosixPath(name)
    top = path.parts[0] if len(path.parts) > 1 else path.stem
    kind = KINDS.get(top)
    if kind is None or ("<" in kind.place) is not (len(path.parts) > 1):
        return None
    return kind
