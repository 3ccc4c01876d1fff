"""An organisation as data: roles, meeting rule, measures, legal bases, deadlines."""
