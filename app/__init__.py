"""Đôn Đốc: meeting conclusions become tasks, tasks are urged, and what is overdue stands truthfully."""
