"""Pictures of an assessment, as what a template draws."""
