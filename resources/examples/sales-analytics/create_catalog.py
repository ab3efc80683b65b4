# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes the master data: regions, categories, products with Zipf popularity, stores, customers.

As the first step it also checks the run's parameters, so that a wrong one stops the run at once.
"""

import argparse
import math
import random

import sales

# code, name, name in Chinese, share of orders, sales growth against the others over a year, and
# the month around which the region sells most (0 = even).
REGIONS = (
    ("GD", "Guangdong", "广东", 17.5, 0.10, 0), ("JS", "Jiangsu", "江苏", 13.5, 0.02, 0),
    ("ZJ", "Zhejiang", "浙江", 12.0, 0.12, 0), ("SD", "Shandong", "山东", 10.0, -0.06, 6),
    ("SH", "Shanghai", "上海", 9.5, 0.04, 0), ("BJ", "Beijing", "北京", 8.5, -0.04, 10),
    ("SC", "Sichuan", "四川", 7.5, 0.22, 0), ("HB", "Hubei", "湖北", 6.0, 0.08, 7),
    ("FJ", "Fujian", "福建", 5.5, 0.00, 0), ("HN", "Hunan", "湖南", 4.5, 0.06, 7),
    ("SN", "Shaanxi", "陕西", 3.2, 0.15, 10), ("HI", "Hainan", "海南", 2.3, 0.05, 1),
)

# code, name, name in Chinese, share of orders, share refunded, products, month around which it
# sells most (0 = even), what is sold with its usual price [yuan].
CATEGORIES = (
    ("FOD", "Food and snacks", "食品零食", 16.5, 0.008, 220, 1,
     "Roasted Almonds 39|Rice Crackers 19|Dried Mango 29|Hotpot Base 26|Mooncake Box 128|"
     "Walnut Biscuits 35|Chili Oil 22"),
    ("FAS", "Fashion", "服饰内衣", 13.0, 0.115, 240, 10,
     "Linen Shirt 159|Down Jacket 599|Wool Coat 799|Silk Scarf 199|Denim Jeans 229|Knit Dress 259|"
     "Trench Coat 459|Cotton Tee 79"),
    ("BTY", "Beauty", "美妆护肤", 10.0, 0.040, 180, 3,
     "Hydrating Serum 219|Lipstick 129|Sunscreen SPF50 99|Face Mask Set 89|Eye Cream 259|"
     "Cleansing Foam 69|Perfume 399"),
    ("HOM", "Home and furniture", "家居家具", 8.2, 0.045, 190, 0,
     "Floor Lamp 299|Bed Linen Set 329|Oak Side Table 459|Memory Pillow 129|Bookshelf 389|"
     "Wool Rug 599|Office Chair 699"),
    ("BAB", "Baby and toys", "母婴玩具", 7.6, 0.035, 170, 6,
     "Building Blocks 149|Stroller 799|Wooden Train 119|Diaper Pack 99|Puzzle Globe 89|"
     "Night Light 69|Baby Carrier 299"),
    ("BEV", "Drinks and tea", "酒水茶饮", 7.0, 0.010, 150, 1,
     "Longjing Tea 188|Pu'er Cake 128|Cold Brew Coffee 49|Oolong Tin 98|Sparkling Water 36|"
     "Jasmine Tea 68|Rice Wine 88"),
    ("ELE", "Electronics", "数码电子", 6.3, 0.060, 210, 11,
     "Wireless Earbuds 399|Smart Watch 899|Mirrorless Camera 4999|Portable SSD 549|Gaming Mouse 199|"
     "4K Monitor 1799|Camera Drone 2999"),
    ("FRS", "Fresh produce", "生鲜果蔬", 6.0, 0.022, 120, 9,
     "Navel Oranges 39|Hairy Crab 168|Cherries 99|Salmon Fillet 89|Lychee Box 59|Beef Shank 79|"
     "Organic Greens 25"),
    ("SHO", "Shoes and bags", "鞋靴箱包", 5.4, 0.105, 160, 9,
     "Running Shoes 399|Leather Tote 599|Canvas Sneakers 189|Cabin Suitcase 469|Chelsea Boots 499|"
     "Backpack 249"),
    ("SPT", "Sports and outdoors", "运动户外", 4.8, 0.050, 150, 5,
     "Yoga Mat 99|Trekking Poles 159|Badminton Racket 299|Camping Tent 569|Dumbbell Set 259|"
     "Cycling Helmet 219"),
    ("KIT", "Kitchen", "厨房用品", 4.2, 0.030, 130, 12,
     "Cast Iron Wok 239|Chef Knife 169|Tea Kettle 129|Air Fryer 399|Bento Box 59|Rice Cooker 349|"
     "Bamboo Steamer 49"),
    ("PHN", "Phones and tablets", "手机平板", 2.6, 0.040, 90, 9,
     "Phone 13 Pro 4799|Tablet 11 2699|Foldable Phone 7999|Phone Lite 1499|E-Ink Tablet 1299|"
     "Phone Max 3499"),
    ("HLT", "Health", "医药健康", 2.9, 0.012, 110, 12,
     "Vitamin C 49|Blood Pressure Monitor 259|Fish Oil 129|Massage Gun 399|Probiotics 139|Herbal Balm 29"),
    ("APP", "Home appliances", "家用电器", 2.2, 0.035, 100, 7,
     "Air Conditioner 2899|Robot Vacuum 1999|Washing Machine 2299|Refrigerator 3299|Dehumidifier 899|"
     "Tower Fan 349"),
    ("BOK", "Books and media", "图书文娱", 2.0, 0.006, 140, 9,
     "Mystery Novel 39|Picture Atlas 99|Calligraphy Set 69|Sci-Fi Trilogy 109|Cookbook 59|Board Game 139"),
    ("PET", "Pets", "宠物生活", 1.4, 0.015, 80, 0,
     "Cat Tree 229|Dog Harness 79|Grain-Free Kibble 189|Aquarium Filter 119|Cat Litter 45|Treat Pouch 35"),
)

BRANDS = ("Lumen", "Kaito", "Nordvik", "Aurora", "Shanyu", "Velo", "Mingyue", "Orbis", "Tallis",
          "Heron", "Qinghe", "Solace", "Ember", "Yunhai", "Fable", "Cobalt")
STORES = 180
ROWS_PER_CUSTOMER = 24


def price_fen(random_source, usual):
    """A shelf price in fen around the usual one [yuan], ending in 9 yuan or in .00, .50 or .90."""
    yuan = max(4, round(random_source.lognormvariate(0, 0.22) * usual))
    if yuan > 200:
        return (yuan // 10 * 10 + 9) * 100
    return yuan * 100 - random_source.choice((0, 10, 50))


def products(random_source):
    """Rows of products.csv, the most popular of each category first."""
    for code, _, _, share, refunded, count, _, goods in CATEGORIES:
        named = [(f"{brand} {kind}", int(usual)) for kind, _, usual in
                 (good.rpartition(" ") for good in goods.split("|")) for brand in BRANDS]
        # Cheap goods tend to be the popular ones.
        named.sort(key=lambda good: random_source.gauss(0, 1) + math.log(good[1]))
        named += [(f"{name} Plus", usual * 5 // 4) for name, usual in named[:]]
        weights = [1 / (rank + 2.5) ** 1.05 for rank in range(count)]
        whole = sum(weights)
        for rank, weight in enumerate(weights):
            name, usual = named[rank]
            yield (f"{code}-{rank + 1:04d}", code, name, price_fen(random_source, usual),
                   f"{share * weight / whole:.6f}", refunded)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, required=True, help="raw rows of the data set")
    parser.add_argument("--seed", type=int, required=True)
    parser.add_argument("--period", required=True, help="days that have sales: first/last")
    parser.add_argument("--date-range", required=True, help="days to analyse: first/last")
    parser.add_argument("--regions", required=True, help="region codes, or ALL")
    options = parser.parse_args()
    if not 1 <= options.rows <= 1_000_000_000:
        raise sales.Refused(f"rows: {options.rows} is outside 1 to 1000000000")
    sales.date_range(options.period, "dataPeriod")
    sales.date_range(options.date_range, "dateRange")
    sales.region_codes(options.regions, {region[0] for region in REGIONS})
    random_source = random.Random(f"{options.seed}/catalog")
    folder = sales.run_dir("catalog")

    people = max(240, options.rows // ROWS_PER_CUSTOMER)
    weights = [region[3] for region in REGIONS]
    customers = sales.shares(people, weights)
    sales.write_table(f"{folder}/regions.csv",
                      ("region", "name", "name_zh", "weight", "trend", "peak_month", "customers"),
                      [(*region, count) for region, count in zip(REGIONS, customers)])
    sales.write_table(f"{folder}/categories.csv", ("category", "name", "name_zh", "peak_month"),
                      [(row[0], row[1], row[2], row[6]) for row in CATEGORIES])
    sales.write_table(f"{folder}/products.csv",
                      ("sku", "category", "name", "price_fen", "weight", "refund_share"),
                      products(random_source))
    stores = [(region[0], f"{region[1]} {number + 1:02d}", f"{1 / (number + 1.5) ** 0.8:.4f}")
              for region, count in zip(REGIONS, sales.shares(STORES, weights))
              for number in range(count)]
    sales.write_table(f"{folder}/stores.csv", ("store_id", "region", "name", "weight"),
                      [(f"S{number + 1:04d}", *store) for number, store in enumerate(stores)])

    product_count = sum(row[5] for row in CATEGORIES)
    print(f"{len(REGIONS)} regions, {len(CATEGORIES)} categories, {product_count:,} products, "
          f"{len(stores)} stores, {people:,} customers in {folder}")
    sales.write_outputs({"catalogPath": folder, "products": product_count, "customers": people})


if __name__ == "__main__":
    sales.main_guard(main)
