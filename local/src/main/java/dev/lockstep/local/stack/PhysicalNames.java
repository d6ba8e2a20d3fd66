package dev.lockstep.local.stack;

import dev.lockstep.local.PlainError;
import dev.lockstep.local.sources.QueuePoller.QueueAddress;
import dev.lockstep.local.template.ResourceNames;
import dev.lockstep.local.template.TableDefinition;
import dev.lockstep.local.template.Template;
import java.util.HashMap;
import java.util.Map;

/** What queues and tables are called here. */
record PhysicalNames(Map<String, String> references, Map<String, String> arns) implements ResourceNames {
    static PhysicalNames of(Template template, Map<String, QueueAddress> queues) {
        Map<String, String> references = new HashMap<>();
        Map<String, String> arns = new HashMap<>();
        for (TableDefinition table : template.tables()) {
            references.put(table.id(), tableName(table));
            arns.put(table.id(), "arn:aws:dynamodb:ddblocal:" + Template.ACCOUNT + ":table/" + tableName(table));
        }
        queues.forEach((id, queue) -> {
            references.put(id, queue.url());
            arns.put(id, queue.arn());
        });
        return new PhysicalNames(Map.copyOf(references), Map.copyOf(arns));
    }

    static String tableName(TableDefinition table) {
        return Template.STACK + "-" + table.id();
    }

    /** What is neither a table nor a queue has no life of its own here, so that its logical id is as good as any. */
    @Override
    public String reference(String logicalId) {
        return references.getOrDefault(logicalId, logicalId);
    }

    @Override
    public String arn(String logicalId) {
        String arn = arns.get(logicalId);
        if (arn == null) {
            throw new PlainError("template.yaml: " + logicalId + " has no ARN under the local runtime");
        }
        return arn;
    }
}
