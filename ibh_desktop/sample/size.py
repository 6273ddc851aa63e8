"""How large an invented clinic is."""

from dataclasses import dataclass

PASSWORD = "sample clinic password"
SEED = 20_261_005


@dataclass(frozen=True, slots=True)
class Size:
    """Weeks are counted from the current one; `density` is the share of bookable hours that is taken."""

    therapists: int = 32
    patients: int = 900
    courses: int | None = 240
    weeks_back: int = 12
    course_weeks_back: int = 28
    weeks_ahead: int = 16
    density: float = 0.62

    @property
    def is_large(self) -> bool:
        """A benchmark size: every weekly hour holds one course after another, over all the years."""
        return self.courses is None


CLINIC = Size()
TEN_YEARS = Size(therapists=120, patients=1_000_000, courses=None, weeks_back=520, course_weeks_back=520, density=0.5)
ONE_YEAR = Size(therapists=120, patients=1_000_000, courses=None, weeks_back=52, course_weeks_back=52, density=0.5)
