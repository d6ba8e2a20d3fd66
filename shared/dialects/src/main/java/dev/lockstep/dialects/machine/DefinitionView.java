package dev.lockstep.dialects.machine;

import dev.lockstep.dialects.pipeline.Times;
import dev.lockstep.engine.data.Json;
import dev.lockstep.engine.definition.WorkflowId;
import dev.lockstep.engine.definition.WorkflowVersion;
import dev.lockstep.engine.ports.WorkflowStore.VersionSummary;
import dev.lockstep.engine.ports.WorkflowStore.WorkflowSummary;
import java.time.Instant;
import tools.jackson.databind.node.ObjectNode;

/** Renders definitions. Of a pipeline, its id and its name are all that can be said in states. */
public final class DefinitionView {
    private DefinitionView() {}

    /** {@code {id, version, createdAt, workflow}}. */
    public static ObjectNode json(WorkflowVersion version) {
        return registered(version).setAll(definition(version));
    }

    public static String yaml(WorkflowVersion version) {
        WorkflowId id = version.ref().workflow();
        return version.plan().isMachine()
                ? DefinitionText.yaml(version.definition(), id)
                : YamlWriter.write(definition(version));
    }

    private static ObjectNode definition(WorkflowVersion version) {
        WorkflowId id = version.ref().workflow();
        if (version.plan().isMachine()) {
            return DefinitionText.json(version.definition(), id);
        }
        ObjectNode pipeline = Json.object();
        pipeline.putObject("workflow").put("id", id.value()).put("title", version.name());
        return pipeline;
    }

    /** {@code {id, version, createdAt}}. */
    public static ObjectNode registered(WorkflowVersion version) {
        return view(version.ref().workflow(), version.ref().version(), version.name(), version.createdAt());
    }

    public static ObjectNode summary(WorkflowSummary summary) {
        return view(summary.id(), summary.version(), summary.name(), summary.createdAt());
    }

    public static ObjectNode version(WorkflowId id, VersionSummary version) {
        return view(id, version.version(), version.name(), version.createdAt());
    }

    /** A machine without a title is called by its id. */
    private static ObjectNode view(WorkflowId id, int version, String name, Instant createdAt) {
        ObjectNode view = Json.object().put("id", id.value());
        if (!name.equals(id.value())) {
            view.put("title", name);
        }
        return view.put("version", Versions.label(version)).put("createdAt", Times.format(createdAt));
    }
}
