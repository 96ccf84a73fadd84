"""Exit codes, as `diff` has them, and the table of them that `--help` shows."""

SAME = 0
CHANGED = 1
NOTHING_FOUND = 1
"""As `grep` has it."""
TROUBLE = 2
SOME_FAILED = 3
INTERRUPTED = 130
"""128 + SIGINT, as shells say it."""
READER_LEFT = 141
"""128 + SIGPIPE: whoever read our output has gone (`monitor log | head`)."""

COMPARING = """\b
Exit codes:
  0    nothing changed
  1    something changed
  2    trouble: what was given is not right
  130  interrupted"""

DOING = """\b
Exit codes:
  0    done
  2    trouble: what was given is not right
  130  interrupted"""

RUNNING = """\b
Exit codes:
  0    done, whatever changed
  1    something changed (only with --exit-code)
  2    trouble: what was given is not right
  3    done, but some pages failed
  130  interrupted"""

TAKING = """\b
Exit codes:
  0    done
  2    trouble: what was given is not right
  3    done, but some files could not be used
  130  interrupted; run it again, it goes on"""

FINDING = """\b
Exit codes:
  0    found
  1    not found
  2    trouble: what was given is not right
  130  interrupted"""
