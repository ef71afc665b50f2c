"""The second floor, beside the models: what touches the outside (files, mail, documents, the calendar, the clock)."""
