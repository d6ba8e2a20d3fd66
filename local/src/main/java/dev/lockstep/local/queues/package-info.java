/** SQS in this process: ElasticMQ, called without HTTP where that matters. */
@NullMarked
package dev.lockstep.local.queues;

import org.jspecify.annotations.NullMarked;
