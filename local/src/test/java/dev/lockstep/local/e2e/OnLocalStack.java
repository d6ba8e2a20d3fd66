package dev.lockstep.local.e2e;

import dev.lockstep.local.stack.LocalStack;
import dev.lockstep.local.stack.StackOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

/**
 * Has the tests of a class call a deployment of their own, in memory and as the template has it. Classes run one after another, and so may
 * each put its own here.
 */
abstract class OnLocalStack {
    @SuppressWarnings("NullAway.Init")
    static LocalStack stack;

    @SuppressWarnings("NullAway.Init")
    static Api api;

    @SuppressWarnings("NullAway.Init")
    static ConductorCalls conductor;

    @BeforeAll
    static void startStack() {
        stack = StackOptions.of(Project.template()).start();
        api = Api.of(stack);
        conductor = ConductorCalls.of(api);
    }

    @AfterAll
    static void stopStack() {
        stack.close();
    }
}
