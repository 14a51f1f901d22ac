# expect: oversight.moderators.minutes_per_review
# expect: oversight.moderators.training gap
system "comment_filter" {
  title            = "Comment filter"
  intended_purpose = "Holds back comments under articles that look like abuse; a moderator releases or deletes them."
  stage            = "production"
}
model "abuse" {
  kind = "classifier"
}
principal "moderators" {
  kind = "human_group"
}
oversight "moderators" {
  principal          = principal.moderators
  review_share       = 0.05
  minutes_per_review = 0.2
}
