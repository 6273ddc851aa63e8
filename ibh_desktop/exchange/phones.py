"""Phone numbers: read in any American style, kept as E.164, shown as people say them."""

from ibh_desktop.domain.errors import Refused

REGION = "US"


def parse_phone(text: str, *, field: str = "phone") -> str:
    """E.164 of a number, an empty text for none; raise `Refused` for what cannot be one.

    Possible length decides, not whether the area code was ever assigned: sample numbers (555) are not.
    """
    plain = text.strip()
    if not plain:
        return ""
    import phonenumbers  # noqa: PLC0415 - start-up: 30 ms that only typing a number needs

    try:
        number = phonenumbers.parse(plain, REGION)
    except phonenumbers.NumberParseException:
        raise Refused(
            f"“{plain[:30]}” is not a phone number. Give area code and number, such as 205 555 0142.", field=field
        ) from None
    if phonenumbers.is_possible_number_with_reason(number) != phonenumbers.ValidationResult.IS_POSSIBLE:
        raise Refused(f"“{plain[:30]}” has too few or too many digits for a phone number.", field=field)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def shown_phone(stored: str) -> str:
    """`(205) 555-0142`; a number from abroad with its country code. Quick: the store holds E.164 only."""
    if stored.startswith("+1") and len(stored) == 12:
        return f"({stored[2:5]}) {stored[5:8]}-{stored[8:]}"
    return stored
