"""The settings of every plan: the base's grid and weights, then the file's settings, then the policy's."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dagplan.models.aims import AIMS, with_aim
from dagplan.models.request import Settings

OF_PLANS: Mapping[str, Any] = {"time_limit": 2.0, "workers": 1, "deterministic": True}
"""Settings of every plan that are not said otherwise: the same seed gives the same year on any machine."""
NOT_HERE = ("seed", "freeze_before", "max_moved")
"""Settings that the file says in its own way."""


def plan_settings(base: Settings, *layers: Mapping[str, Any]) -> Settings:
    """The settings of every plan.

    Parameters
    ----------
    base
        Of the base: its grid and its weights hold where nothing else is said.
    layers
        Settings as a file has them, ``aim`` among them; each goes before those in front of it, weight by weight.

    Raises
    ------
    ValidationError
        If one is not as a setting must be.

    Examples
    --------
    >>> found = plan_settings(Settings(grid=10), {"weights": {"wait": 3}}, {"aim": "even", "weights": {"moved": 7}})
    >>> found.grid, found.weights.wait, found.weights.moved, found.weights.uneven, found.time_limit
    (10, 3, 7, 5, 2.0)
    """
    found: dict[str, Any] = {"grid": base.grid, "weights": base.weights.model_dump(), **OF_PLANS}
    for layer in layers:
        fields = dict(layer)
        aim = fields.pop("aim", None)
        if aim in AIMS:
            found["weights"] = with_aim(found["weights"], aim, over=True)
        found = _over(found, fields)
    return Settings.model_validate(found)


def _over(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    """One mapping over another, those within them too."""
    merged = {
        name: _over(below[name], value)
        for name, value in above.items()
        if isinstance(value, Mapping) and isinstance(below.get(name), Mapping)
    }
    return {**below, **above, **merged}
