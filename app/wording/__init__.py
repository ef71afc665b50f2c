"""The first floor: the Vietnamese that code emits, and the formats of dates and numbers."""
