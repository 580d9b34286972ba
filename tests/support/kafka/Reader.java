// SPDX-License-Identifier: Apache-2.0
// Prints each message of a topic from its start on, as it comes: PARTITION KEY VALUE.

import java.time.Duration;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;

public class Reader {
  public static void main(String[] arguments) throws InterruptedException {
    String topic = arguments[1];
    Properties properties = new Properties();
    properties.put("bootstrap.servers", arguments[0]);
    properties.put("key.deserializer", StringDeserializer.class.getName());
    properties.put("value.deserializer", StringDeserializer.class.getName());
    try (KafkaConsumer<String, String> consumer = new KafkaConsumer<>(properties)) {
      List<PartitionInfo> partitions = consumer.partitionsFor(topic);
      while (partitions == null || partitions.isEmpty()) { // there is no such topic yet
        Thread.sleep(100);
        partitions = consumer.partitionsFor(topic);
      }
      List<TopicPartition> all =
          partitions.stream().map(each -> new TopicPartition(topic, each.partition())).toList();
      consumer.assign(all);
      consumer.seekToBeginning(all);
      while (!System.out.checkError()) {
        for (ConsumerRecord<String, String> each : consumer.poll(Duration.ofMillis(200))) {
          System.out.println(each.partition() + " " + each.key() + " " + each.value());
        }
      }
    }
  }
}
