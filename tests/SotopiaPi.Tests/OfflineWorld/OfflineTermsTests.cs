namespace SotopiaPi.Tests;

public class OfflineTermsTests
{
    private static readonly OfflineTerms s_seller = OfflineTerms.Read("Sell it for more than 12 coins.")!;
    private static readonly OfflineTerms s_buyer = OfflineTerms.Read("Buy it for less than 30 coins.")!;
    private static readonly OfflineTerms s_split = OfflineTerms.Read("Collect points: 3 for books, 1 for hats, 6 for balls.")!;

    [Test]
    public void A_goal_of_another_world_has_no_terms() => Assert.That(OfflineTerms.Read("Borrow 3 books for Ann."), Is.Null);

    [TestCase("I ask 23 coins.", 23)]
    [TestCase("How about 1 coin?", 1)]
    [TestCase("I ask 23 coins. We both win!", 23)]
    [TestCase("I ask too much.", null)]
    public void A_price_is_read(string utterance, int? price)
    {
        OfflineMove move = s_seller.ReadMove(utterance);
        Assert.That(move.IsOffer ? move.First : (int?)null, Is.EqualTo(price));
    }

    [TestCase("I take 2 books, 1 hats, 0 balls.", true)]
    [TestCase("I take 0 balls, 2 books, 1 hats.", true)]
    [TestCase("I take 3 books, 1 hats, 0 balls.", false)]
    [TestCase("I take 2 books, 1 hats.", false)]
    [TestCase("I take 2 books, 1 hats, 0 pens.", false)]
    [TestCase("2 books, 1 hats, 0 balls.", false)]
    public void A_split_is_read_only_when_it_names_every_kind(string utterance, bool isOffer)
    {
        OfflineMove move = s_split.ReadMove(utterance);
        Assert.That(move, Is.EqualTo(isOffer ? new OfflineMove(OfflineMoveKind.Split, 2, 1, 0) : default));
    }

    [Test]
    public void What_is_written_reads_back([Values] bool claims)
    {
        OfflineMove[] moves = [OfflineMove.Accept, new(OfflineMoveKind.Price, 40), new(OfflineMoveKind.Price, 0)];
        foreach (OfflineMove move in moves.Select(move => move with { Claims = claims }))
        {
            Assert.That(s_seller.ReadMove(s_seller.Write(move)), Is.EqualTo(move));
            Assert.That(s_buyer.ReadMove(s_buyer.Write(move)), Is.EqualTo(move));
        }

        var bundle = new OfflineMove(OfflineMoveKind.Split, 2, 1, 0, claims);
        Assert.That(s_split.ReadMove(s_split.Write(bundle)), Is.EqualTo(bundle));
    }

    [Test]
    public void The_claim_follows_the_move() =>
        Assert.That(s_split.Write(new OfflineMove(OfflineMoveKind.Split, 2, 1, 0, Claims: true)), Is.EqualTo("I take 2 books, 1 hats, 0 balls. We both win!"));

    [TestCase(12, 0, 10)]
    [TestCase(21, 5, 5)]
    [TestCase(30, 10, 0)]
    [TestCase(36, 10, 0)]
    public void What_one_side_of_a_bargain_gains_the_other_loses(int price, double seller, double buyer)
    {
        var deal = new OfflineMove(OfflineMoveKind.Price, price);
        Assert.That(s_seller.Goal(deal, own: true, s_buyer), Is.EqualTo(seller));
        Assert.That(s_buyer.Goal(deal, own: false, s_seller), Is.EqualTo(buyer));
    }

    [Test]
    public void A_split_gives_the_other_what_is_left()
    {
        var deal = new OfflineMove(OfflineMoveKind.Split, 2, 1, 0);
        Assert.That(s_split.Goal(deal, own: true, s_split), Is.EqualTo(3.5));
        Assert.That(s_split.Goal(deal, own: false, s_split), Is.EqualTo(6.5));
    }
}
