using RtcHub.Redis;

namespace RtcHub.Tests;

/// <summary>What a node keeps of what it sends to another.</summary>
public class NodeLinkTests
{
    private readonly List<byte[]> _published = [];
    private readonly List<byte[]> _publishedAlone = [];
    private readonly NodeLink _link;

    public NodeLinkTests() => _link = new NodeLink("here", To(_published), To(_publishedAlone));

    [Fact]
    public async Task What_the_other_node_asks_for_again_comes_one_by_one_for_it_may_know_no_messages_together()
    {
        for (var i = 0; i < 4; i++)
            await _link.SendAsync(InboxMessage.Drain, _ => { });
        var stream = new InboxReader(_published[0]);
        stream.SkipHead();
        stream.ReadString().Should().Be("here");

        _link.OnNack(stream.Number(), 2);

        _published.Should().HaveCount(4);
        _publishedAlone.Should().BeEquivalentTo(_published[1..]);
    }

    private static Func<byte[], Task<long>> To(List<byte[]> list) => message =>
    {
        list.Add(message);
        return Task.FromResult(1L);
    };
}
