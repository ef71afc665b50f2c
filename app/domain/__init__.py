"""The ground floor: pure rules, standard library only. Time and data are handed in as plain values."""
