"""Teaches papermill to write parameters in Swift."""

import math
import re

import yaml
from papermill.engines import NBClientEngine
from papermill.models import Parameter
from papermill.translators import Translator, papermill_translators

_ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t", "\0": "\\0"}
_NAME = re.compile(r"[^\W\d]\w*\Z")
_PARAMETER = re.compile(
    r"^\s*(?:let|var)\s+`?(?P<name>\w+)`?\s*(?::\s*(?P<type>[^=/]+?))?\s*=\s*(?P<value>.*?)\s*;?\s*(?://\s*(?P<help>.*?))?\s*$"
)


class SwiftTranslator(Translator):
    """Writes values as Swift literals, and reads the cell of defaults."""

    @classmethod
    def translate_none(cls, val):
        return "String?.none"

    @classmethod
    def translate_escaped_str(cls, str_val):
        text = str_val if isinstance(str_val, str) else str(str_val)
        return '"' + "".join(map(cls._escaped, text)) + '"'

    @staticmethod
    def _escaped(character):
        if character in _ESCAPES:
            return _ESCAPES[character]
        # Controls, line separators and halves of pairs have no place in a literal.
        code = ord(character)
        if code < 0x20 or code in (0x7F, 0x2028, 0x2029):
            return f"\\u{{{code:x}}}"
        return "\\u{fffd}" if 0xD800 <= code <= 0xDFFF else character

    @classmethod
    def translate_float(cls, val):
        if math.isnan(val):
            return "Double.nan"
        if math.isinf(val):
            return "Double.infinity" if val > 0 else "-Double.infinity"
        return repr(val)

    @classmethod
    def translate_list(cls, val):
        values = ", ".join(cls._literal(item) for item in val)
        return cls._typed(f"[{values}]", val)

    @classmethod
    def translate_dict(cls, val):
        return cls._typed(cls._literal(val), val)

    @classmethod
    def _literal(cls, val):
        """A literal without the type that the collection around it names."""
        if isinstance(val, list):
            return "[" + ", ".join(map(cls._literal, val)) + "]"
        if isinstance(val, dict):
            pairs = (f"{cls.translate_str(str(key))}: {cls._literal(item)}" for key, item in val.items())
            return "[" + (", ".join(pairs) or ":") + "]"
        return "nil" if val is None else cls.translate(val)

    @classmethod
    def _typed(cls, literal, val):
        """The literal with its type, where Swift would not find that by itself."""
        kind = cls._kind(val)
        return f"{literal} as {kind}" if "Any?" in kind or "Double" in kind or "?" in kind else literal

    @classmethod
    def _kind(cls, val):
        """The Swift type of a value."""
        if isinstance(val, list):
            return f"[{cls._common(val)}]"
        if isinstance(val, dict):
            return f"[String: {cls._common(val.values())}]"
        for python, swift in ((bool, "Bool"), (int, "Int"), (float, "Double")):
            if isinstance(val, python):
                return swift
        return "String"

    @classmethod
    def _common(cls, values):
        """The type of which all values are; a number of either kind can be a Double."""
        kinds = {cls._kind(value) for value in values if value is not None}
        if len(kinds) > 1 and len({kind.replace("Double", "Int") for kind in kinds}) == 1:
            kinds = {max(kinds, key=lambda kind: kind.count("Double"))}
        kind = kinds.pop() if len(kinds) == 1 else "Any"
        is_optional = kind == "Any" or any(value is None for value in values)
        return kind + "?" if is_optional else kind

    @classmethod
    def comment(cls, cmt_str):
        return "\n".join("// " + line for line in str(cmt_str).splitlines() or [""])

    @classmethod
    def assign(cls, name, str_val):
        if not _NAME.match(name):
            raise ValueError(f"“{name}” is no name of a Swift variable. Take letters, digits and underscores.")
        return f"var `{name}` = {str_val}"

    @classmethod
    def inspect(cls, parameters_cell):
        lines = parameters_cell.source.strip().splitlines()
        if len(lines) > 1 and lines[0].rstrip() == "---" and lines[-1].rstrip() in ("---", "..."):
            return cls._front_matter("\n".join(lines[1:-1]))
        found = map(_PARAMETER.match, parameters_cell.source.splitlines())
        return [
            Parameter(
                name=match["name"],
                inferred_type_name=match["type"] or "None",
                default=match["value"],
                help=match["help"] or "",
            )
            for match in found
            if match
        ]

    @classmethod
    def _front_matter(cls, text):
        """The parameters of a cell that is front matter: `name: value`, or a mapping with `value` and `label`."""
        try:
            params = (yaml.safe_load(text) or {}).get("params") or {}
        except (yaml.YAMLError, AttributeError):
            return []
        if not isinstance(params, dict):
            return []
        found = [
            (name, entry if isinstance(entry, dict) else {"value": entry}) for name, entry in params.items()
        ]
        return [
            Parameter(
                name=str(name),
                inferred_type_name=cls._kind(entry.get("value")),
                default=cls.translate(entry.get("value")),
                help=str(entry.get("label") or ""),
            )
            for name, entry in found
        ]


papermill_translators.register("swift", SwiftTranslator)


class EtudeEngine(NBClientEngine):
    """papermill's own engine. papermill loads this module for it."""
