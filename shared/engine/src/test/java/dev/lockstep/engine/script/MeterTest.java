package dev.lockstep.engine.script;

import dev.lockstep.engine.language.RunMeterContract;

class MeterTest extends RunMeterContract {
    MeterTest() {
        super(Meter::new, "the script takes too long");
    }
}
