"""All kinds of inputs that a campaign tries, each with its part of the time."""

from __future__ import annotations

from testkit.campaign.casefiles import try_case_files
from testkit.campaign.companies import try_coherence, try_companies
from testkit.campaign.disks import try_disks
from testkit.campaign.keys import try_keys
from testkit.campaign.kills import try_kills
from testkit.campaign.rules import try_packs
from testkit.campaign.sheets import try_sheets
from testkit.campaign.tables import try_tables
from testkit.campaign.trials import Kind
from testkit.messy.trial import try_spreadsheets

KINDS = (
    Kind("cases", try_case_files, share=2),
    Kind("companies", try_companies),
    Kind("coherence", try_coherence),
    Kind("packs", try_packs),
    Kind("tables", try_tables, share=5),
    Kind("sheets", try_sheets),
    Kind("spreadsheets", try_spreadsheets, share=2, limit=60),
    Kind("keys", try_keys, share=2),
    Kind("kills", try_kills),
    Kind("disks", try_disks),
)
