package dev.lockstep.engine.ports.memory;

import dev.lockstep.engine.ports.TaskPlaces;
import dev.lockstep.engine.ports.TaskPlacesContract;

class InMemoryTaskPlacesTest extends TaskPlacesContract {
    private final TaskPlaces places = new InMemoryTaskPlaces();

    @Override
    protected TaskPlaces places() {
        return places;
    }
}
