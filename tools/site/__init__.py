"""The parts of the documentation site that are generated when it's built; `mkdocs.yml` has the rest."""
