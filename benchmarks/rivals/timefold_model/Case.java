package rival;

import ai.timefold.solver.core.api.domain.entity.PlanningEntity;
import ai.timefold.solver.core.api.domain.valuerange.CountableValueRange;
import ai.timefold.solver.core.api.domain.valuerange.ValueRangeProvider;
import ai.timefold.solver.core.api.domain.variable.PlanningVariable;

/** A planning entity: one request, with its placement, or none. */
@PlanningEntity
public class Case {

    Need need;
    private Placement placement;
    private Placements placements;

    public Case() {
    }

    Case(Need need, Placements placements) {
        this.need = need;
        this.placements = placements;
    }

    @PlanningVariable(allowsUnassigned = true, valueRangeProviderRefs = "placements")
    public Placement getPlacement() {
        return placement;
    }

    public void setPlacement(Placement placement) {
        this.placement = placement;
    }

    @ValueRangeProvider(id = "placements")
    public CountableValueRange<Placement> getPlacements() {
        return placements;
    }
}
