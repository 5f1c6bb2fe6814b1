"""Grading: run a lab's answers in a process of their own, judge them from outside, report."""
