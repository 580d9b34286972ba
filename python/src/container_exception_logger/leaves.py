# SPDX-License-Identifier: Apache-2.0
"""Objects of the standard library that are shown as Python shows them: dates, decimals, paths and so on.

Their own `repr` is used only where it is written in C and calls no other object's: a datetime's calls its
time zone, a slice's and a pattern's what they hold. Of classes written in Python, which a program can change,
the attributes are read.
"""

from container_exception_logger.objects import plain, short_name
from container_exception_logger.text import integers

DECIMAL = 600  # bytes of memory of the longest Decimal that is shown: about 1200 digits


def of(module, name, built_in):
    """Returns the function for such a class, or None. That function takes the object and a function that
    returns an object's attributes. It returns the parts of the text: strings, and values to show, each in a
    tuple of one; or None if the object is not of the form that the class gives it."""
    module = (module or "").partition(".")[0]
    return built_in and C.get((module, name)) or PYTHON.get((module, name))


def _date(value, attributes):
    return [type(value).__repr__(value)]


def _time(value, attributes):
    cls = type(value)
    zone = cls.tzinfo.__get__(value)
    if zone is None:
        return _date(value, attributes)
    return [cls.__repr__(cls.replace(value, tzinfo=None))[:-1] + ", tzinfo=", (zone,), ")"]


def _timezone(value, attributes):
    if value is type(value).utc:
        return ["datetime.timezone.utc"]
    return _call("datetime.timezone", *type(value).__getinitargs__(value))


def _decimal(value, attributes):
    size = type(value).__sizeof__(value)
    return ["<decimal.Decimal of %d bytes>" % size if size > DECIMAL else type(value).__repr__(value)]


def _range(value, attributes):
    cls = type(value)
    if not hasattr(cls, "start"):  # Python 2
        return [cls.__repr__(value)]
    start, stop, step = (getattr(cls, name).__get__(value) for name in ("start", "stop", "step"))
    return _call("range", start, stop, *(() if type(step) is int and step == 1 else (step,)))


def _slice(value, attributes):
    return _call("slice", *[getattr(type(value), name).__get__(value) for name in ("start", "stop", "step")])


def _pattern(value, attributes):
    pattern, flags = (getattr(type(value), name).__get__(value) for name in ("pattern", "flags"))
    more = flags & ~32  # re.UNICODE, which text has anyway
    return _call("re.compile", pattern)[:-1] + [", flags=%d)" % more if more else ")"]


def _python_date(value, attributes):
    """Shows the four classes of PyPy's datetime, which is written in Python."""
    own, name = attributes(value), short_name(type(value))
    shown = [own.get("_" + each) for each in PARTS[name].split()]
    least = len(shown) - 2 if name[-4:] == "time" else len(shown)  # trailing zeros are not shown
    while len(shown) > least and type(shown[-1]) is int and shown[-1] == 0:
        shown.pop()
    parts = _call("datetime." + name, *shown)
    zone = own.get("_tzinfo")
    return parts if zone is None else parts[:-1] + [", tzinfo=", (zone,), ")"]


def _python_decimal(value, attributes):
    own = attributes(value)
    sign, digits, exponent = own.get("_sign"), own.get("_int"), own.get("_exp")
    if type(sign) is not int or type(digits) is not str or type(exponent) is not int or exponent > 0:
        return None
    digits = digits[:1200].rjust(1 - exponent, "0") if exponent > -1200 else digits
    if exponent and exponent > -1200:
        digits = digits[:exponent] + "." + digits[exponent:]
    return ["Decimal('%s%s')" % ("-" if sign else "", digits)]


def _fraction(value, attributes):
    own = attributes(value)
    if "_numerator" not in own or "_denominator" not in own:
        return None
    return _call("Fraction", own["_numerator"], own["_denominator"])


def _uuid(value, attributes):
    number = attributes(value).get("int")
    if not _bounded(number):
        return None
    text = "%032x" % number
    return ["UUID('%s')" % "-".join([text[:8], text[8:12], text[12:16], text[16:20], text[20:]])]


def _path(value, attributes):
    """Returns the path's text if it has been made, else makes it from its parts: up to 3.11 drive, root and
    the rest, later the arguments of the constructor."""
    own = attributes(value)
    text = own.get("_str")
    if type(text) is not str:
        pieces, root = own.get("_raw_paths"), ""
        if type(pieces) is not list:
            pieces, root = own.get("_parts"), own.get("_root")
            if type(pieces) is not list or type(root) is not str:
                return None
            pieces = pieces[1:] if root else pieces
        pieces = [plain(each, 1024) for each in pieces[:100]]
        if None in pieces:
            return None
        text = root
        for piece in pieces:
            text = piece if piece[:1] == "/" else text + ("/" if text and text[-1:] != "/" else "") + piece
        text = text or "."
    return _call(short_name(type(value)), text)


def _ip_address(value, attributes):
    number = attributes(value).get("_ip")
    if not _bounded(number):
        return None
    name = short_name(type(value))
    return ["%s('%s')" % (name, _ip(number, name))]


def _ip_network(value, attributes):
    own = attributes(value)
    prefix, address = own.get("_prefixlen"), own.get("network_address")
    number = attributes(address).get("_ip")
    if type(prefix) is not int or not _bounded(number):
        return None
    name = short_name(type(value))
    return ["%s('%s/%d')" % (name, _ip(number, name), prefix)]


def _ip(number, name):
    if name.startswith("IPv4"):
        return ".".join([str(number >> shift & 255) for shift in (24, 16, 8, 0)])
    groups = ["%x" % (number >> shift & 0xffff) for shift in range(112, -1, -16)]
    for zeros in range(8, 1, -1):  # the longest run of zeros, the first of these, is left out
        for at in range(9 - zeros):
            if groups[at:at + zeros] == ["0"] * zeros:
                return ":".join(groups[:at]) + "::" + ":".join(groups[at + zeros:])
    return ":".join(groups)


def _bounded(number):
    """Returns whether the number is an exact integer of at most 128 bits."""
    return True in [type(number) is each for each in integers] and 0 <= number < 1 << 128


def _call(name, *arguments):
    parts = [name + "("]
    for number, each in enumerate(arguments):
        parts += [", ", (each,)] if number else [(each,)]
    return parts + [")"]


PARTS = {"date": "year month day", "time": "hour minute second microsecond",
         "datetime": "year month day hour minute second microsecond",
         "timedelta": "days seconds microseconds", "timezone": "offset name"}
C = {("datetime", "date"): _date, ("datetime", "timedelta"): _date, ("datetime", "datetime"): _time,
     ("datetime", "time"): _time, ("datetime", "timezone"): _timezone, ("decimal", "Decimal"): _decimal,
     ("builtins", "range"): _range, ("__builtin__", "xrange"): _range, ("builtins", "slice"): _slice,
     ("__builtin__", "slice"): _slice, ("re", "Pattern"): _pattern, ("_sre", "SRE_Pattern"): _pattern}
PYTHON = {("decimal", "Decimal"): _python_decimal, ("fractions", "Fraction"): _fraction,
          ("uuid", "UUID"): _uuid, ("pathlib", "PosixPath"): _path, ("pathlib", "PurePosixPath"): _path,
          ("ipaddress", "IPv4Address"): _ip_address, ("ipaddress", "IPv6Address"): _ip_address,
          ("ipaddress", "IPv4Network"): _ip_network, ("ipaddress", "IPv6Network"): _ip_network,
          ("datetime", "datetime"): _python_date, ("datetime", "date"): _python_date,
          ("datetime", "time"): _python_date, ("datetime", "timedelta"): _python_date,
          ("datetime", "timezone"): _python_date}
