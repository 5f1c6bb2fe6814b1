"""The small chapter that tests of figures use too."""

from tests.show.conftest import area, notebook  # noqa: F401
