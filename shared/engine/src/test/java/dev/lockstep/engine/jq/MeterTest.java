package dev.lockstep.engine.jq;

import dev.lockstep.engine.language.RunMeterContract;

class MeterTest extends RunMeterContract {
    MeterTest() {
        super(Meter::new, "the query takes too long");
    }
}
