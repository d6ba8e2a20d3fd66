package dev.lockstep.local.template;

/** What the resources of the template are called where it runs. */
public interface ResourceNames {
    /** What {@code !Ref} gives: a table's name, a queue's URL. */
    String reference(String logicalId);

    /** What {@code !GetAtt logicalId.Arn} gives. */
    String arn(String logicalId);
}
