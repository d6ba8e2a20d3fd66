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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Skips, and says so, where the machine has no Docker engine. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@ExtendWith(NeedsDocker.Condition.class)
public @interface NeedsDocker {
    /** Looks for the engine. */
    final class Condition implements ExecutionCondition {
        private static final Logger LOG = LoggerFactory.getLogger(NeedsDocker.class);

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (LocalStack.isPossible()) {
                return ConditionEvaluationResult.enabled("there is a Docker engine");
            }
            // The build's own output counts the skipped and does not tell why.
            LOG.warn("{} is skipped: LocalStack needs a Docker engine, none answers here", context.getDisplayName());
            return ConditionEvaluationResult.disabled("LocalStack needs a Docker engine, none answers here");
        }
    }
}
