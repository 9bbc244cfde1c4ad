using RtcHub.Chaos.Logs;

namespace RtcHub.Chaos.Promises;

/// <summary>
/// A resume keeps the session: the same peer id, all topics, and counts that fit what the client knows. Its answer is gap
/// only when a node that the session was on has died or stood still; session_gone only when the window was over, or when
/// such a node took a session along that had never been in a topic. It comes in time.
/// </summary>
internal sealed class ResumePromise : IPromise
{
    /// <summary>The nodes that each session may have been on since it was last attached for certain.</summary>
    private readonly Dictionary<SessionLog, (TimeSpan Since, List<int> Nodes)> _places = [];

    public IEnumerable<Broken> Check(Round round)
    {
        foreach (var (log, entries) in round.Sessions)
        {
            foreach (var entry in entries)
            {
                switch (entry)
                {
                    case Attached attached:
                        _places[log] = (attached.At, [attached.Node]);
                        break;
                    case ResumeUnanswered unanswered when _places.TryGetValue(log, out var place):
                        place.Nodes.Add(unanswered.Node);
                        break;
                    case ResumeAnswered resume:
                        foreach (var what in Check(log, resume, round))
                            yield return new Broken("resume", resume.At, [log], $"{log}: {what}");
                        break;
                    case WelcomedBack welcome:
                        foreach (var what in Check(log, welcome))
                            yield return new Broken("resume", welcome.At, [log], $"{log}: {what}");
                        break;
                }
            }

            if (log.EndedAt is not null)
                _places.Remove(log);
        }
    }

    private IEnumerable<string> Check(SessionLog log, ResumeAnswered resume, Round round)
    {
        var limits = round.Limits;
        if (resume.Code == "ok" && (resume.Received < resume.Answered || resume.Received > resume.Sent))
            yield return $"the answer to Resume says {resume.Received} handled calls, and of {resume.Sent} sent ones {resume.Answered} had been answered";

        if (resume.Code == "gap" && !HasLostItsNode(log, resume, round))
            yield return "Resume was answered with gap, and no node that it was on died or stood still";

        if (resume.Code == "session_gone" && !(resume.At - LostSince(log, resume, round) >= limits.ResumeWindow - limits.Slack)
            && !(log.Stays.Length == 0 && HasLostItsNode(log, resume, round)))
            yield return $"Resume was answered with session_gone {Since(resume)}, and the window is {limits.ResumeWindow.TotalSeconds:0.0} s";

        var began = round.Faults.Where(fault => fault.Kind == FaultKind.RedisAway && fault.Touches(resume.TryingSince, resume.At))
            .Select(fault => fault.To ?? round.Now).Append(resume.TryingSince).Max();
        if (resume.At - began > limits.Back)
            yield return $"it took {(resume.At - began).TotalSeconds:0.0} s to be back";
    }

    /// <summary>For the service it is lost when its node stands still, however late its client notices.</summary>
    private TimeSpan? LostSince(SessionLog log, ResumeAnswered resume, Round round) =>
        !_places.TryGetValue(log, out var place)
            ? resume.DownSince
            : round.Faults
                .Where(fault => fault.Kind == FaultKind.NodeStopped && place.Nodes.Contains(fault.Node) && fault.Touches(resume.DownSince ?? resume.At, resume.At, round.Limits.StaleLinkCloses + round.Limits.Slack))
                .Select(fault => fault.From).Append(resume.DownSince ?? resume.At).Min();

    private bool HasLostItsNode(SessionLog log, ResumeAnswered resume, Round round) =>
        !_places.TryGetValue(log, out var place)
        || place.Nodes.Exists(node => round.NodeFaulted(node, place.Since, resume.At, default, FaultKind.NodeKilled, FaultKind.NodeStopped));

    private static string Since(ResumeAnswered resume) =>
        resume.DownSince is { } down ? $"{(resume.At - down).TotalSeconds:0.0} s after the connection was lost" : "while the connection was there";

    private static IEnumerable<string> Check(SessionLog log, WelcomedBack welcome)
    {
        if (welcome.PeerId != log.PeerId)
            yield return $"after the resume it is welcomed as {welcome.PeerId}";

        foreach (var stay in log.Stays.Where(stay => stay.From < welcome.At && !(stay.To <= welcome.At) && !welcome.Topics.Contains(stay.Topic)))
            yield return $"after the resume it is not in {stay.Topic} any more";
    }
}
