namespace RtcHub.Bench;

/// <summary>How many bytes a join brings to the one who comes, and to each of those who are there.</summary>
internal sealed class JoinBytesScenario(int present) : IScenario
{
    public string Name => "bytes";

    public bool Suits(Service service) => service.HasTopics;

    public async Task<IReadOnlyList<Series>> RunAsync(RunningService service, Measuring measuring)
    {
        var others = await Gather.TopicAsync(service, "bytes", present);
        var before = others.Sum(peer => peer.BytesReceived);
        var newcomer = service.NewPeer();
        await Gather.JoinAsync(newcomer, "bytes", others);
        var series = new[]
        {
            new Series($"a join brings to the newcomer, {present} present", "bytes", newcomer.BytesReceived),
            new Series($"a join brings to each of {present} present", "bytes", (double)(others.Sum(peer => peer.BytesReceived) - before) / present),
        };
        await Gather.LeaveAsync([.. others, newcomer]);
        return series;
    }
}
