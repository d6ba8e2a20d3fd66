package dev.lockstep.dialects.conductor;

import dev.lockstep.engine.data.DataType;
import dev.lockstep.engine.operations.Operation;

/** What a type of task does. Conductor has no types of data: each takes whatever there is, and gives what it likes. */
interface TaskOperation extends Operation {
    @Override
    default DataType takes() {
        return DataType.ANY;
    }

    @Override
    default DataType gives(DataType input) {
        return DataType.ANY;
    }
}
