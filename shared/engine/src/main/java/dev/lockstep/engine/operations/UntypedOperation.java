package dev.lockstep.engine.operations;

import dev.lockstep.engine.data.DataType;

/** An operation that takes whatever there is, and gives what it likes: only who wrote the definition knows what that is. */
public interface UntypedOperation extends Operation {
    @Override
    default DataType takes() {
        return DataType.ANY;
    }

    @Override
    default DataType gives(DataType input) {
        return DataType.ANY;
    }
}
