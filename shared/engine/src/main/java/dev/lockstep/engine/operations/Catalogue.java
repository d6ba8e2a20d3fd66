package dev.lockstep.engine.operations;

import java.util.Optional;

public final class Catalogue {
    public static Catalogue builtIn() {
        return new Catalogue();
    }

    public Optional<Operation> find(String type) {
        return Optional.empty();
    }
}
