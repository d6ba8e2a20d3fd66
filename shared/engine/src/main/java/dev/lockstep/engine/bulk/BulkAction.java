package dev.lockstep.engine.bulk;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.JsonTypeName;

/** What a bulk does to each execution: just what the call for a single one does. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "action")
public sealed interface BulkAction {
    @JsonTypeName("cancel")
    record Cancel() implements BulkAction {}

    @JsonTypeName("pause")
    record Pause() implements BulkAction {}

    @JsonTypeName("resume")
    record Resume() implements BulkAction {}

    @JsonTypeName("retry")
    record Retry() implements BulkAction {}

    /**
     * @param from the step that is run anew first
     */
    @JsonTypeName("rerun")
    record Rerun(String from) implements BulkAction {}
}
