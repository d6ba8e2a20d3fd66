package dev.lockstep.adapters;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, and says so, where the machine has no Docker engine. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {
    /** Looks for the engine. */
    final class Condition implements ExecutionCondition {
        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return LocalStack.isPossible()
                    ? ConditionEvaluationResult.enabled("there is a Docker engine")
                    : ConditionEvaluationResult.disabled(
                            "LocalStack needs a Docker engine, and this machine has none that answers");
        }
    }
}
