"""An instrument as data: models, strict loading, conditions and range."""
